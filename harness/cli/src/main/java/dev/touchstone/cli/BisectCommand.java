package dev.touchstone.cli;

import dev.touchstone.cli.BisectStep.State;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.ComparisonLimits;
import dev.touchstone.scenarios.Demand;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.data.DataManifest;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.Datasets;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "bisect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Narrows a change for the worse to a commit: builds revisions of a git repository in a"
            + " worktree of its own, and compares the model of each with that of a good one.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone bisect --good v1.2 --bad main --build \"make model\" --model build/model.onnx",
      "  touchstone bisect --good a1b2c3 --bad HEAD --build ./export.sh --model out.onnx \\",
      "      --metric latency.p50 --allow 1%% --catch 4%%",
      "",
      "The checkout is not touched. A revision that cannot be built is passed over; one that stays",
      "INCONCLUSIVE is measured once more, and then passed over and told. A bisection that was",
      "interrupted goes on. Exit code 0: the culprit is named; 3: several revisions are left."
    })
final class BisectCommand implements Callable<Integer> {

  @Option(names = "--good", required = true, paramLabel = "REV", description = "Not yet worse.")
  private String good = "";

  @Option(names = "--bad", required = true, paramLabel = "REV", description = "Worse.")
  private String bad = "";

  @Option(
      names = "--build",
      required = true,
      paramLabel = "CMD",
      description =
          "What makes the model of a revision; run by sh in the worktree, with the revision in"
              + " TOUCHSTONE_COMMIT.")
  private String build = "";

  @Option(
      names = "--model",
      required = true,
      paramLabel = "PATH",
      description = "Where the build leaves the model, relative to the worktree.")
  private Path model = Path.of("model.onnx");

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description = "A model to compare with in place of that of --good.")
  private Optional<Path> reference = Optional.empty();

  @Option(
      names = "--repository",
      defaultValue = ".",
      paramLabel = "DIR",
      description = "The repository (default: the one around this folder).")
  private Path repository = Path.of(".");

  @Option(
      names = "--metric",
      paramLabel = "M",
      description =
          "What got worse, such as latency.p50; may be repeated (default: latency.p50). \"compare\""
              + " lists what can be asked.")
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--allow",
      paramLabel = "LOSS",
      description = "A loss that is not yet bad, as in \"compare\" (default: 0.5%% and 1pp).")
  private List<String> allow = new ArrayList<>();

  @Option(
      names = "--catch",
      paramLabel = "LOSS",
      description = "A loss that must be found, as in \"compare\" (default: 3%% and 2pp).")
  private List<String> catches = new ArrayList<>();

  @Option(
      names = "--attempts",
      defaultValue = "2",
      paramLabel = "N",
      description =
          "How often a revision is measured that stays INCONCLUSIVE (default: ${DEFAULT-VALUE}).")
  private int attempts;

  @Mixin private ProfileOption profile = new ProfileOption();

  @Mixin private JobOptions options = new JobOptions();

  @Mixin private LabelledData data = new LabelledData();

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private final PlanSettings settings;

  BisectCommand() {
    this(PlanSettings.STANDARD);
  }

  /** With another amount of measuring, for tests. */
  BisectCommand(PlanSettings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    if (attempts < 1) {
      throw new RejectedException("--attempts: \"" + attempts + "\" must be at least 1");
    }
    if (model.isAbsolute() || model.normalize().startsWith("..")) {
      throw new RejectedException(
          "--model: \"" + model + "\" must be relative to the worktree, such as build/model.onnx");
    }
    reference.ifPresent(ModelFile::require);
    GitRepository git = GitRepository.of(repository);
    String from = git.commit("--good", good);
    String to = git.commit("--bad", bad);
    List<String> commits = git.between(from, to);
    if (commits.isEmpty()) {
      throw new RejectedException("--good and --bad are one and the same commit, " + from);
    }
    MainJob place = options.job("bisect", Folders.of(System.getenv()), settings);
    Folders.requireFolder("--out", place.out());
    BisectJob job = job(git, from, to, place);
    BisectSearch.Found found = search(job, from, commits);
    job.cleanUp();
    return report(job, found);
  }

  private BisectJob job(GitRepository git, String from, String to, MainJob place) {
    BisectJob.Question question = question();
    Build builds = new Build(build, model, place.out().resolve("models"));
    List<String> asked = new ArrayList<>(List.of(from, to, build, model.toString()));
    asked.add(reference.map(Path::toString).orElse(""));
    asked.add(profile.name());
    question.demands().forEach(demand -> asked.add(demand.toString()));
    BisectJournal journal = BisectJournal.of(place.out().resolve("bisect.csv"), asked);
    Path compared =
        reference.orElseGet(
            () -> BisectJob.good(git, builds, place.out().resolve("worktree"), from));
    return new BisectJob(git, builds, journal, compared, question, place);
  }

  private BisectJob.Question question() {
    Optional<DataManifest> manifest = data.manifest();
    List<Demand> all =
        ComparisonLimits.read(allow, catches)
            .demands(manifest.map(Datasets::open).flatMap(Dataset::labels));
    List<String> wanted = metrics.isEmpty() ? List.of(Metric.LATENCY_P50.key()) : metrics;
    List<String> known = all.stream().map(demand -> demand.metric().key()).distinct().toList();
    for (String key : wanted) {
      if (!known.contains(key)) {
        throw new RejectedException(
            "--metric: \"%s\" must be one of %s; quality needs --data"
                .formatted(key, String.join(", ", known)));
      }
    }
    List<Demand> demands =
        all.stream().filter(demand -> wanted.contains(demand.metric().key())).toList();
    return new BisectJob.Question(profile.name(), manifest, demands, attempts);
  }

  /** The ends first: between two that do not differ there is nothing to find. */
  private BisectSearch.Found search(BisectJob job, String from, List<String> commits) {
    if (reference.isPresent()) {
      require(job, "--good", from, State.GOOD);
    }
    require(job, "--bad", commits.get(commits.size() - 1), State.BAD);
    int most = 32 - Integer.numberOfLeadingZeros(commits.size() - 1);
    System.err.printf("touchstone: %d commits, about %d to measure%n", commits.size() - 1, most);
    return new BisectSearch(commits).run(job::ask);
  }

  private static void require(BisectJob job, String option, String commit, State wanted) {
    State state = job.ask(commit);
    if (state != wanted) {
      String evidence = job.journal().of(commit).map(BisectStep::evidence).orElse("");
      throw new RejectedException(
          "%s: %s is %s where %s was expected: %s"
              .formatted(option, job.repository().title(commit), state, wanted, evidence)
              .concat(
                  state == State.UNDECIDED
                      ? "; give more --attempts in another --out, or wider limits"
                      : ""));
    }
  }

  private int report(BisectJob job, BisectSearch.Found found) {
    for (BisectStep step : job.journal().steps()) {
      out.printf("  %-9s  %s%n", step.state(), job.repository().title(step.commit()));
      out.printf("             %s%n", step.evidence());
    }
    if (found.culprit().isPresent()) {
      String culprit = found.culprit().get();
      out.printf("%nfirst bad commit: %s%n", culprit);
      out.printf("  %s%n", job.repository().title(culprit));
      job.journal().of(culprit).ifPresent(step -> out.printf("  %s%n", step.evidence()));
      return ExitCode.PASS.number();
    }
    out.printf(
        "%nthe first bad commit is one of %d, the others gave no answer:%n",
        found.suspects().size());
    found.suspects().forEach(commit -> out.printf("  %s%n", job.repository().title(commit)));
    return ExitCode.INCONCLUSIVE.number();
  }
}

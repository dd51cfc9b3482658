package dev.touchstone.cli;

import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.history.History;
import dev.touchstone.baselines.history.NightlyMetric;
import dev.touchstone.baselines.history.SeriesFile;
import dev.touchstone.baselines.store.Acknowledgement;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.HistoryLog;
import dev.touchstone.baselines.store.Repin;
import dev.touchstone.reports.HistoryReport;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.job.Trends;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Profiles;
import dev.touchstone.scenarios.problem.Words;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Shows how a candidate moved against the reference from run to run, tells where its level"
            + " changed, and whether small steps add up to too much.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone history surface-defects",
      "  touchstone history surface-defects --metric memory.peak --svg memory.svg",
      "  touchstone history surface-defects --acknowledge --because \"new resize, agreed\"",
      "  touchstone history surface-defects --re-pin --because \"reference exported anew\"",
      "",
      "Exit code 1: a change for the worse is open, or the drift is too large; 0: neither. What"
          + " was",
      "accepted with --acknowledge is not open any more, and later nights are compared with it."
    })
final class HistoryCommand implements Callable<Integer> {

  private static final int WIDTH = 100;

  /** The ratio of two references stays in every later night, so it is measured more closely. */
  private static final int REPIN_PAIRS = 40;

  @Parameters(
      arity = "0..1",
      paramLabel = "SCENARIO",
      description = "Name of a scenario of which the store remembers runs.")
  private Optional<String> scenario = Optional.empty();

  @Option(
      names = "--profile",
      defaultValue = Profiles.DEFAULT,
      paramLabel = "P",
      description = "Hardware profile of the runs (default: ${DEFAULT-VALUE}).")
  private String profile = "";

  @Option(names = "--store", paramLabel = "DIR", description = "Folder of the baselines.")
  private Optional<Path> store = Optional.empty();

  @Option(
      names = "--metric",
      paramLabel = "M",
      description =
          "What to follow, such as latency.p50, memory.peak, size, quality.top1; may be repeated"
              + " (default: latency.p50).")
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--candidate",
      paramLabel = "NAME",
      description = "Which one, if runs have several (default: all of the latest run).")
  private Optional<String> candidate = Optional.empty();

  @Option(names = "--csv", paramLabel = "FILE", description = "Writes the nights as a table.")
  private Optional<Path> csv = Optional.empty();

  @Option(names = "--svg", paramLabel = "FILE", description = "Writes a picture.")
  private Optional<Path> svg = Optional.empty();

  @Option(
      names = "--series",
      paramLabel = "FILE",
      description =
          "Looks at numbers from elsewhere instead: a CSV file with the columns when (a date) and"
              + " value (a log ratio, positive is worse).")
  private Optional<Path> series = Optional.empty();

  @Option(
      names = "--acknowledge",
      description = "Accepts the level of the latest night, for the metrics that are shown.")
  private boolean acknowledge;

  @Option(
      names = "--re-pin",
      description =
          "Measures the reference of today against the one before, so that the series goes on"
              + " across the change of reference.")
  private boolean repin;

  @Option(
      names = "--because",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "Why; kept in the store.")
  private String because = "";

  @Mixin private JobOptions options = new JobOptions();

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private final PlanSettings settings;

  HistoryCommand() {
    this(PlanSettings.STANDARD.withLeastPairs(REPIN_PAIRS));
  }

  /** With another amount of measuring, for tests. */
  HistoryCommand(PlanSettings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    if ((acknowledge || repin) && because.isBlank()) {
      throw new RejectedException("--because is missing: say why, whoever comes later will ask");
    }
    if (series.isPresent()) {
      return show(List.of(History.of(SeriesFile.read(series.get()), List.of())));
    }
    String name =
        scenario.orElseThrow(
            () -> new RejectedException("name a scenario, or give --series a file of numbers"));
    Folders folders = Folders.of(System.getenv());
    Path root = store.orElse(folders.store());
    BaselineStore baselines = BaselineStore.open(root);
    if (repin) {
      repin(baselines, name, folders);
    }
    List<History> histories = read(baselines, name, root);
    if (acknowledge) {
      acknowledge(baselines.history(name, profile), histories);
      histories = read(baselines, name, root);
    }
    return show(histories);
  }

  private List<History> read(BaselineStore baselines, String name, Path root) {
    List<History> all = Trends.read(baselines, name, profile, metrics());
    if (all.isEmpty()) {
      throw new RejectedException(
          "%s remembers no run of \"%s\" on %s; \"touchstone run\" and \"touchstone nightly\" leave them there"
              .formatted(root, name, profile));
    }
    List<History> wanted =
        all.stream()
            .filter(h -> candidate.isEmpty() || h.series().arm().equals(candidate.get()))
            .toList();
    if (wanted.isEmpty()) {
      List<String> arms = all.stream().map(h -> h.series().arm()).distinct().toList();
      throw new RejectedException(
          "--candidate: \"%s\" must be one of %s"
              .formatted(candidate.orElse(""), String.join(", ", arms)));
    }
    return wanted;
  }

  private List<NightlyMetric> metrics() {
    return metrics.isEmpty()
        ? List.of(new NightlyMetric(Metric.LATENCY_P50))
        : metrics.stream().map(HistoryCommand::metric).toList();
  }

  private static NightlyMetric metric(String key) {
    List<String> known = NightlyMetric.all().stream().map(NightlyMetric::key).toList();
    return NightlyMetric.ofKey(key)
        .orElseThrow(
            () -> {
              String meant = Words.didYouMean(key, known);
              return new RejectedException(
                  "--metric: \"%s\" must be one of %s%s"
                      .formatted(
                          key, String.join(", ", known), meant.isEmpty() ? "" : "; " + meant));
            });
  }

  private void acknowledge(HistoryLog log, List<History> histories) {
    for (History history : histories) {
      int nights = history.series().nights().size();
      if (nights > 0) {
        log.add(
            new Acknowledgement(
                Clock.systemUTC().instant(),
                history.series().nights().get(nights - 1).run(),
                history.series().metric(),
                history.series().arm(),
                because));
      }
    }
  }

  private void repin(BaselineStore baselines, String name, Folders folders) {
    RepinJob job = RepinJob.of(baselines, name, profile);
    List<Repin> ratios = job.measure(options.job("re-pin-" + name, folders, settings), because);
    baselines.history(name, profile).add(ratios);
    for (Repin ratio : ratios) {
      out.printf(
          Locale.ROOT,
          "%s: the reference of today is at %+.2f %% of the one before, from %d pairs%n",
          ratio.metric().key(),
          100 * Math.expm1(ratio.logRatio()),
          ratio.pairs());
    }
  }

  private int show(List<History> histories) {
    boolean color = Terminal.OUTPUT.wantsColor();
    for (History history : histories) {
      out.println(HistoryReport.text(history, color, WIDTH));
      csv.ifPresent(file -> HistoryReport.writeCsv(history, place(file, history, histories)));
      svg.ifPresent(file -> HistoryReport.writeSvg(history, place(file, history, histories)));
    }
    return histories.stream()
        .map(History::outcome)
        .max(Outcome::compareTo)
        .map(outcome -> ExitCode.of(outcome).number())
        .orElseThrow();
  }

  /** One file each, if there are several histories. */
  private static Path place(Path file, History history, List<History> histories) {
    if (histories.size() == 1) {
      return file;
    }
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
    String own = "-" + history.series().arm() + "-" + history.series().metric();
    return file.resolveSibling(name.substring(0, dot) + own + name.substring(dot));
  }
}

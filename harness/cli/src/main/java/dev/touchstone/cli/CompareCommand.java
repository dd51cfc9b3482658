package dev.touchstone.cli;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.AskedQuestion;
import dev.touchstone.scenarios.ComparisonLimits;
import dev.touchstone.scenarios.ReadyModel;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.data.DataManifest;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.data.Datasets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Measures models side by side, in interleaved pairs of fresh processes, and tells whether"
            + " one is worse than the first in anything: latency, throughput, memory, cold start,"
            + " size, and quality if there is data.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone compare yesterday.onnx today.onnx",
      "  touchstone compare fp32.onnx int8.onnx fp16.onnx --data evaluation.yaml",
      "  touchstone compare a.onnx b.onnx --allow 1%% --catch 5%%",
      "",
      "A tail or a start cannot be told as finely as a median: latency.p95 is held to 1 %%/5 %%"
          + " and",
      "cold-start to 5 %%/20 %% unless --allow and --catch are wider, a class of the samples to",
      "1 pp/10 pp. The result folder is that of a run: \"judge\" and \"report\" take it, and the",
      "scenario in it is a file to go on from where other limits are wanted."
    })
final class CompareCommand implements Callable<Integer> {

  private static final int MOST_MODELS = 26;

  @Parameters(
      arity = "2..*",
      paramLabel = "MODEL",
      description = "ONNX models: first the one to compare with, then one or more others.")
  private List<Path> models = new ArrayList<>();

  @Option(
      names = "--allow",
      paramLabel = "LOSS",
      description =
          "A loss that never blocks, in %% or, for quality, in pp (default: 0.5%% and 1pp). May be"
              + " given once for each unit.")
  private List<String> allow = new ArrayList<>();

  @Option(
      names = "--catch",
      paramLabel = "LOSS",
      description =
          "A loss that must be found, in %% or, for quality, in pp (default: 3%% and 2pp). May be"
              + " given once for each unit.")
  private List<String> catches = new ArrayList<>();

  @Option(
      names = "--inject-work",
      paramLabel = "MODEL=PERCENT",
      description =
          "Makes every iteration of a model longer by this much, to see the gate at work: B=10"
              + " makes the second one 10 %% slower. The result says so.")
  private Map<String, Double> injectedWork = new LinkedHashMap<>();

  @Mixin private ProfileOption profile = new ProfileOption();

  @Mixin private JobOptions options = new JobOptions();

  @Mixin private SummaryOption summary = new SummaryOption();

  @Mixin private LabelledData data = new LabelledData();

  private final PlanSettings settings;

  CompareCommand() {
    this(PlanSettings.STANDARD);
  }

  /** With another amount of measuring, for tests. */
  CompareCommand(PlanSettings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    summary.check();
    models.forEach(ModelFile::require);
    if (models.size() > MOST_MODELS) {
      throw new RejectedException(
          models.size() + " models are too many; compare at most " + MOST_MODELS);
    }
    ModelFile.requireSameInputs(models.get(0), models.subList(1, models.size()));
    List<ReadyModel> candidates = candidates();
    Scenario scenario = question(candidates).scenario();
    PlanSettings amount =
        settings.withInjectedWork(InjectedWork.of(byName(candidates), names(candidates)));
    MainJob job = options.job(scenario.name(), Folders.of(System.getenv()), amount);
    Lineup lineup = Lineup.broughtAlong(models.get(0), candidates);
    Verdict verdict = job.run(scenario, lineup, VerdictPrinter::printComparison);
    summary.append(verdict, job.out());
    return ExitCode.of(verdict.outcome()).number();
  }

  private AskedQuestion question(List<ReadyModel> candidates) {
    ComparisonLimits limits = ComparisonLimits.read(allow, catches);
    Optional<DataManifest> manifest = data.manifest();
    return new AskedQuestion(
        ModelFile.questionName(models),
        models.get(0),
        candidates,
        profile.name(),
        manifest,
        limits.demands(manifest.map(Datasets::open).flatMap(Dataset::labels)));
  }

  private List<ReadyModel> candidates() {
    List<Path> files = models.subList(1, models.size());
    List<String> names = ModelFile.namesOf(files, Set.of(Arm.REFERENCE, Arm.DEPLOYED));
    List<ReadyModel> candidates = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      candidates.add(new ReadyModel(names.get(i), files.get(i)));
    }
    return candidates;
  }

  /** All arms, in the order of their letters. */
  private static List<String> names(List<ReadyModel> candidates) {
    List<String> names = new ArrayList<>(List.of(Arm.REFERENCE));
    candidates.forEach(candidate -> names.add(candidate.name()));
    return names;
  }

  /** In the table the models are A, B, C; the flag takes these letters beside the arms' names. */
  private Map<String, Double> byName(List<ReadyModel> candidates) {
    List<String> names = names(candidates);
    Map<String, Double> byName = new LinkedHashMap<>();
    injectedWork.forEach(
        (given, percent) -> {
          int letter = given.length() == 1 ? given.charAt(0) - 'A' : -1;
          boolean isLetter = !names.contains(given) && letter >= 0 && letter < names.size();
          byName.put(isLetter ? names.get(letter) : given, percent);
        });
    return byName;
  }
}

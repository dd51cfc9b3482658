package dev.touchstone.cli;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.LoadPatterns;
import dev.touchstone.scenarios.Profiles;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.worker.protocol.Stall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "measure",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Measures one model: latency, memory, cold start, and quality if there is data; compares"
            + " and judges nothing. In every table the model is called \"reference\".",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone measure model.onnx --data evaluation.yaml",
      "  touchstone measure model.onnx --load single-stream --load \"{server: {rate: 40 /s}}\""
    })
final class MeasureCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "ONNX model.")
  private Path model = Path.of("");

  @Option(
      names = "--load",
      paramLabel = "PATTERN",
      description =
          "Load pattern as a scenario writes it, such as \"{server: {rate: 40 /s}}\"; may be given"
              + " several times (default: single-stream).")
  private List<String> loads = new ArrayList<>();

  @Option(
      names = "--inject-stall",
      paramLabel = "TIME/TIME",
      description =
          "Stalls the model again and again, to see what a load pattern shows of it: 200ms/5s means"
              + " for 200 ms every 5 s. The result says so.")
  private Optional<String> injectedStall = Optional.empty();

  @Mixin private ProfileOption profile = new ProfileOption();

  @Mixin private JobOptions options = new JobOptions();

  @Mixin private LabelledData data = new LabelledData();

  @Override
  public Integer call() {
    ModelFile.require(model);
    Scenario question = question();
    Map<String, Stall> stalls = new LinkedHashMap<>();
    injectedStall.ifPresent(text -> stalls.put(Arm.REFERENCE, InjectedStall.of(text)));
    MainJob job =
        options.job(
            question.name(), Folders.of(System.getenv()), PlanSettings.STANDARD.withStalls(stalls));
    Verdict verdict = job.run(question, Lineup.alone(model));
    return ExitCode.of(verdict.outcome()).number();
  }

  private Scenario question() {
    List<LoadPattern> load =
        loads.isEmpty() ? List.of(new LoadPattern.SingleStream()) : LoadPatterns.read(loads);
    String name = String.valueOf(model.getFileName()).replaceFirst("\\.onnx$", "");
    return new Scenario(
        name,
        "",
        model,
        Optional.empty(),
        data.manifest(),
        Optional.empty(),
        Profiles.read(profile.name()),
        List.of(),
        load,
        List.of());
  }
}

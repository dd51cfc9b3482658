package dev.touchstone.cli;

import dev.touchstone.baselines.Verdict;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Profiles;
import dev.touchstone.scenarios.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    footerHeading = "%nExample:%n",
    footer = "  touchstone measure model.onnx --data evaluation.yaml")
final class MeasureCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "ONNX model.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "MANIFEST",
      description =
          "Labelled data, a manifest file or the name of a bundled one; without it inputs are"
              + " generated and quality is left out.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--profile",
      defaultValue = Profiles.DEFAULT,
      paramLabel = "P",
      description = "Hardware profile, a name or a file (default: ${DEFAULT-VALUE}).")
  private String profile = "";

  @Mixin private JobOptions options = new JobOptions();

  @Mixin private Variables variables = new Variables();

  @Override
  public Integer call() {
    if (!Files.isRegularFile(model)) {
      throw new Rejected("\"" + model + "\" is no file; name an ONNX model");
    }
    Scenario question = question();
    MainJob job = options.job(question.name(), Folders.of(System.getenv()), PlanSettings.STANDARD);
    Verdict verdict = job.run(question, Lineup.alone(model));
    return ExitCode.of(verdict.outcome()).number();
  }

  private Scenario question() {
    String name = String.valueOf(model.getFileName()).replaceFirst("\\.onnx$", "");
    return new Scenario(
        name,
        "",
        model,
        Optional.empty(),
        data.map(given -> Manifests.read(given, variables.values())),
        Optional.empty(),
        Profiles.read(profile),
        List.of(),
        List.of(new LoadPattern.SingleStream()),
        List.of());
  }
}

package dev.touchstone.cli;

import dev.touchstone.recipes.anatomy.Anatomy;
import dev.touchstone.recipes.difference.ModelDifference;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.scenarios.data.Datasets;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Tells layer by layer how far a model is from the one that it was made of, and where it"
            + " goes wrong first. Layers are matched by the names of tensors; of a quantized layer"
            + " the value that the next one reads is compared.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone diff model.onnx int8.onnx --data calibration.yaml",
      "  touchstone diff model.onnx int8.onnx --samples 1 --least 20"
    })
final class DiffCommand implements Callable<Integer> {

  private static final long SEED = 20240229;

  @Parameters(index = "0", paramLabel = "A", description = "ONNX model to compare with.")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "ONNX model that was made of it.")
  private Path second = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "MANIFEST",
      description =
          "Samples to run on, a manifest file or the name of a bundled one; without it inputs are"
              + " made up, on which a layer may look worse or better than on real ones.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--samples",
      defaultValue = "16",
      paramLabel = "N",
      description = "How many samples (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--least",
      defaultValue = "10",
      paramLabel = "DB",
      description =
          "A layer with a lower signal-to-noise ratio goes wrong (default: ${DEFAULT-VALUE}, noise"
              + " of a tenth of the power).")
  private double least;

  @Mixin private InputShapes shapes = new InputShapes();

  @Mixin private Variables variables = new Variables();

  @Override
  public Integer call() {
    ModelFile.require(first);
    ModelFile.require(second);
    if (samples < 1) {
      throw new RejectedException("--samples: \"" + samples + "\" must be at least 1");
    }
    if (!Double.isFinite(least)) {
      throw new RejectedException("--least: \"" + least + "\" must be a number of dB, such as 10");
    }
    ModelFile.requireSameInputs(first, List.of(second));
    OnnxModel a = OnnxModel.read(first);
    OnnxModel b = OnnxModel.read(second);
    ModelDifference difference;
    try (ConsoleProgress progress = ConsoleProgress.onStandardError()) {
      difference = ModelDifference.between(a, b, inputs(a), progress);
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(first + " and " + second);
    out.print(DifferenceReport.render(difference, least));
    return ExitCode.PASS.number();
  }

  private ModelInputs inputs(OnnxModel model) {
    if (data.isPresent()) {
      return ModelInputs.of(
          model, Datasets.open(Manifests.read(data.get(), variables.values())), samples);
    }
    return ModelInputs.random(Anatomy.sized(model, shapes.values()), samples, SEED)
        .orElseThrow(
            () ->
                new RejectedException(
                    "\""
                        + first
                        + "\" takes something that cannot be made up; add --data MANIFEST"));
  }
}

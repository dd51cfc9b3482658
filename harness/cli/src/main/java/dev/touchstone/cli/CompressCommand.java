package dev.touchstone.cli;

import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.Compressor;
import dev.touchstone.recipes.Lineage;
import dev.touchstone.scenarios.CalibrationSet;
import dev.touchstone.scenarios.Profiles;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.RecipeReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "compress",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Applies a recipe to a model and writes the result; measures nothing.",
    footerHeading = "%nExample:%n",
    footer =
        "  touchstone compress model.onnx --recipe int8-static --data calibration.yaml --out"
            + " int8.onnx")
final class CompressCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "ONNX model.")
  private Path model = Path.of("");

  @Option(
      names = "--recipe",
      required = true,
      paramLabel = "R",
      description = "Name of a bundled recipe (int8-static, int8-dynamic) or a recipe file.")
  private String recipe = "";

  @Option(
      names = "--data",
      paramLabel = "MANIFEST",
      description =
          "Data that static quantization calibrates on: a manifest file or the name of a bundled"
              + " one.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--samples",
      defaultValue = "300",
      paramLabel = "N",
      description = "How many of them to use (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--profile",
      defaultValue = Profiles.DEFAULT,
      paramLabel = "P",
      description = "Hardware that the candidate is for (default: ${DEFAULT-VALUE}).")
  private String profile = "";

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write it.")
  private Path out = Path.of("");

  @Mixin private Variables variables = new Variables();

  @Override
  public Integer call() {
    if (!Files.isRegularFile(model)) {
      throw new Rejected("\"" + model + "\" is no file; name an ONNX model");
    }
    if (Files.isDirectory(out)) {
      throw new Rejected("--out: \"" + out + "\" is a folder; name the file to write");
    }
    if (samples < 1) {
      throw new Rejected("--samples: \"" + samples + "\" must be at least 1");
    }
    Recipe steps = RecipeReader.read(recipe);
    if (data.isEmpty() && Compressor.needsCalibration(steps)) {
      throw new Rejected(
          "\"" + steps.name() + "\" calibrates, which needs data; add --data MANIFEST");
    }
    Optional<CalibrationSet> calibration =
        data.map(given -> new CalibrationSet(Manifests.read(given, variables.values()), samples));
    Candidate candidate;
    try (ConsoleProgress progress = ConsoleProgress.onStandardError()) {
      candidate =
          Workshop.in(Folders.of(System.getenv()), progress)
              .compress(model, steps, calibration, Profiles.read(profile));
    }
    Undivided.run(
        () -> {
          ModelCopy.write(candidate.file(), out);
          return out;
        });
    print(candidate);
    return ExitCode.PASS.number();
  }

  private void print(Candidate candidate) {
    PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Lineage lineage = candidate.lineage();
    console.printf(
        Locale.ROOT,
        "%s: %,d bytes, %.1f %% of %,d%s%n",
        out,
        candidate.bytes(),
        100.0 * candidate.bytes() / lineage.referenceBytes(),
        lineage.referenceBytes(),
        candidate.cached() ? " (from the cache)" : "");
    for (Lineage.StepRecord step : lineage.steps()) {
      console.println("  " + step);
    }
    console.println("  sha256 " + candidate.sha256());
  }
}

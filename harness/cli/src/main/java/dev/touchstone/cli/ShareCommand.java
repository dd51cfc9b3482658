package dev.touchstone.cli;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.SharedWeights;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.scenarios.Packaging;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "share",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Writes models that share weights into one folder, with each weight once in one file.",
    footerHeading = "%nExample:%n",
    footer = "  touchstone share defects.onnx grades.onnx --out shared")
final class ShareCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", arity = "2..*", description = "ONNX models.")
  private List<Path> models = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where to write them, under the names that they have, and weights.data.")
  private Path out = Path.of("");

  @Option(
      names = "--align",
      defaultValue = "4096",
      paramLabel = "BYTES",
      description = "Multiple that each weight's offset is of (default: ${DEFAULT-VALUE}).")
  private int alignment;

  @Override
  public Integer call() {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new RejectedException("--out: \"" + out + "\" is a file; name a folder");
    }
    try {
      alignment = new Packaging.External(alignment).alignment();
    } catch (IllegalArgumentException e) {
      throw new RejectedException(
          "--align: \"" + alignment + "\" must be a power of two from 16 to 65536");
    }
    SharedWeights shared = SharedWeights.write(read(), out, alignment);
    shared.models().values().forEach(Session::requireLoads);
    print(shared);
    return ExitCode.PASS.number();
  }

  private Map<String, OnnxModel> read() {
    Map<String, OnnxModel> read = new LinkedHashMap<>();
    for (Path model : models) {
      if (!Files.isRegularFile(model)) {
        throw new RejectedException("\"" + model + "\" is no file; name an ONNX model");
      }
      String name = String.valueOf(model.getFileName());
      if (read.putIfAbsent(name, OnnxModel.read(model)) != null) {
        throw new RejectedException(
            "two models are called \"" + name + "\"; give one of them another name first");
      }
    }
    return read;
  }

  private static void print(SharedWeights shared) {
    PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    console.printf(
        Locale.ROOT,
        "%d models and %s: %,d bytes, %.1f %% of %,d apart%n",
        shared.models().size(),
        shared.weights(),
        shared.bytesTogether(),
        100.0 * shared.bytesTogether() / shared.bytesApart(),
        shared.bytesApart());
    shared.models().values().forEach(file -> console.println("  " + file));
  }
}

package dev.touchstone.cli;

import dev.touchstone.recipes.anatomy.Anatomy;
import dev.touchstone.recipes.anatomy.GraphPicture;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.runner.job.RejectedException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Tells what a model is made of and what a run of it costs: operators, precision,"
            + " parameters, multiply-accumulates, memory. Measures nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  touchstone inspect model.onnx",
      "  touchstone inspect model.onnx --nodes --shape input=1x3x224x224",
      "  touchstone inspect small.onnx --svg small.svg"
    })
final class InspectCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "ONNX model.")
  private Path model = Path.of("");

  @Option(names = "--nodes", description = "Lists every node too.")
  private boolean nodes;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Writes a picture of the graph, if it has at most 240 nodes.")
  private Optional<Path> svg = Optional.empty();

  @Mixin private InputShapes shapes = new InputShapes();

  @Override
  public Integer call() {
    ModelFile.require(model);
    Map<String, List<Long>> sizes = shapes.values();
    svg.filter(Files::isDirectory)
        .ifPresent(
            folder -> {
              throw new RejectedException(
                  "--svg: \"" + folder + "\" is a folder; name the file to write");
            });
    OnnxModel read = OnnxModel.read(model);
    Anatomy anatomy = Anatomy.of(read, sizes);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(ModelReport.render(model.toString(), anatomy, nodes));
    svg.ifPresent(file -> out.println("  picture   " + draw(read, sizes, file)));
    return ExitCode.PASS.number();
  }

  private static Path draw(OnnxModel model, Map<String, List<Long>> sizes, Path file) {
    String picture =
        GraphPicture.of(model, sizes)
            .orElseThrow(
                () ->
                    new RejectedException(
                        "--svg: the graph has more than "
                            + GraphPicture.MOST_NODES
                            + " nodes, which no picture shows; --nodes lists them"));
    try {
      return Files.writeString(file, picture);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the picture " + file, e);
    }
  }
}

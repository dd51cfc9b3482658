package dev.touchstone.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.Step;
import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import dev.touchstone.scenarios.Step.ReduceRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardTest {

  @TempDir private Path folder = Path.of("");

  /** Two convolutions, the second of which a recipe may leave out, and a product of activations. */
  private Path reference() {
    Graph graph =
        Graph.empty(
            "g",
            List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 4, 8, 8)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, 1, 4, 8, 8)));
    RandomWeights.random(graph, "w1", 4, 4, 3, 3);
    RandomWeights.random(graph, "w2", 4, 4, 1, 1);
    graph.put(Constant.scalar("one", 1));
    graph.add(
        Node.of("Conv", "first", List.of("x", "w1"), List.of("a"))
            .with("pads", new long[] {1, 1, 1, 1}));
    graph.add(Node.of("Conv", "second", List.of("a", "w2"), List.of("b")));
    graph.add(Node.of("MatMul", "both", List.of("a", "b"), List.of("y")));
    Path file = folder.resolve("model.onnx");
    OnnxModel.of(graph, 8, 17).write(file);
    return file;
  }

  private String card(Recipe recipe) throws IOException {
    List<float[]> samples =
        IntStream.range(0, 6)
            .mapToObj(
                s -> {
                  float[] values = new float[4 * 8 * 8];
                  for (int i = 0; i < values.length; i++) {
                    values[i] = (float) Math.sin(i * (s + 1));
                  }
                  return values;
                })
            .toList();
    Candidate made =
        new Compressor(folder.resolve("cache"), "test")
            .compress(
                reference(),
                recipe,
                Optional.of(
                    new CalibrationSamples(new RealData.Arrays(samples, List.of(4L, 8L, 8L)), 6)),
                Set.of(),
                Progress.NONE);
    assertThat(made.appendices()).isEmpty();
    return Files.readString(made.card());
  }

  private static Recipe quantize(NodeFilter nodes) {
    return new Recipe(
        "int8",
        List.of(
            new QuantizeStatic(
                new Calibration.MinMax(), Granularity.PER_TENSOR, ReduceRange.OFF, nodes)));
  }

  @Test
  void tellsWhetherItPaidAndWhatWasChecked() throws IOException {
    assertThat(card(quantize(NodeFilter.ALL)))
        .startsWith("# int8\n\nMade of the model with SHA-256 `")
        .contains("| multiply-accumulates | 12,288 | 12,288 |  |")
        .contains("| of these written for 8 bits | 0 | 10,240 |  |")
        .contains("| Conv | float32 | 2 | 0 | 0 |")
        .contains("| Conv | int8 | 0 | 2 | 10,240 |")
        .contains("- Outputs are finite on all 6 calibration samples.")
        .contains("- Runs of the same input, in one session and in two, give the same bits.")
        .contains("- **Too few**: of samples like these one in 7 goes beyond")
        .contains("- No two are equal.")
        .endsWith("include: [], exclude: []}}\n```\n");
  }

  @Test
  void saysWhyAConvolutionStaysInFloat() throws IOException {
    assertThat(card(quantize(new NodeFilter(List.of(), List.of("second")))))
        .contains(
            "| both | MatMul | 2,048 | a product of two activations: neither side is weights |")
        .containsPattern("\\| second \\| .*Conv \\| 1,024 \\| the recipe's include and exclude");
  }

  @Test
  void namesNoProductsInFloatWhereNothingWasToBeQuantized() throws IOException {
    assertThat(card(new Recipe("folded", List.of(new Step.Fold()))))
        .contains("## As ONNX Runtime runs it")
        .doesNotContain("## Products that stay in float")
        .doesNotContain("## Calibration data");
  }
}

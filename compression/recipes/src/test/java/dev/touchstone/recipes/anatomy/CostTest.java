package dev.touchstone.recipes.anatomy;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.Material;
import dev.touchstone.recipes.onnx.Dimension;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTest {

  @Test
  void isCountedForOneSample() {
    List<Dimension> input =
        List.of(Dimension.symbol("N"), Dimension.of(4), Dimension.of(8), Dimension.of(8));
    Graph graph = Graph.empty("g", List.of(new GraphValue("x", OnnxType.FLOAT, input)), List.of());
    graph.addOutput("y");
    random(graph, "w", 6, 2, 3, 3);
    random(graph, "b", 6);
    graph.add(Node.of("Conv", "conv", List.of("x", "w", "b"), List.of("c")).with("group", 2));
    graph.add(Node.of("Flatten", "flat", List.of("c"), List.of("f")));
    random(graph, "v", 10, 216);
    graph.add(Node.of("Gemm", "gemm", List.of("f", "v"), List.of("y")).with("transB", 1));
    long conv = 6 * 6 * 6 * 2 * 9;
    assertThat(Cost.of(OnnxModel.of(graph, 8, 13)))
        .isEqualTo(new Cost(108 + 6 + 2160, conv + 2160))
        .hasToString("2274 parameters, 6.0 k MACs");
  }

  @ParameterizedTest(name = "{0}: {1} parameters")
  @CsvSource({"deeppcb/deeppcb_resnet, 1553263", "deeppcb/deeppcb_mobilenet, 499639"})
  void isThatOfTheTrainedNetwork(String name, long parameters) {
    OnnxModel model = OnnxModel.read(Material.path("models/" + name + ".onnx"));
    assertThat(Cost.of(model).parameters()).isEqualTo(parameters);
  }
}

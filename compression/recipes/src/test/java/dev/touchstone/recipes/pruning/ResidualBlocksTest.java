package dev.touchstone.recipes.pruning;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.pruning.TinyTransformer.Projections;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResidualBlocksTest {

  /** Three blocks of 4 channels, the second of which adds nothing, and one that projects. */
  private static OnnxModel model() {
    Graph graph =
        Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 4, 4, 4)), List.of());
    String in = "x";
    for (int b = 0; b < 3; b++) {
      block(graph, in, b, 4, in);
      in = "r" + b;
    }
    graph.put(Constant.floats("w1", new long[] {4, 4, 1, 1}, new float[16]));
    random(graph, "projection", 6, 4, 1, 1);
    graph.add(Node.of("Conv", "projection_node", List.of(in, "projection"), List.of("p")));
    block(graph, in, 3, 6, "p");
    graph.add(Node.of("GlobalAveragePool", "pool", List.of("r3"), List.of("y")));
    graph.addOutput("y");
    return OnnxModel.of(graph, 8, 13);
  }

  private static void block(Graph graph, String in, int b, int channels, String skip) {
    random(graph, "w" + b, channels, 4, 1, 1);
    graph.add(Node.of("Conv", "conv" + b, List.of(in, "w" + b), List.of("c" + b)));
    graph.add(Node.of("Add", "add" + b, List.of("c" + b, skip), List.of("s" + b)));
    graph.add(Node.of("Tanh", "tanh" + b, List.of("s" + b), List.of("r" + b)));
  }

  private static ResidualBlocks.Result drop(OnnxModel model, double ratio, NodeFilter nodes) {
    ModelInputs samples = ModelInputs.random(model, 4, 1).orElseThrow();
    return ResidualBlocks.drop(model, ratio, nodes, samples, Progress.NONE);
  }

  @Test
  void areThoseWhoseShortcutKeepsItsShape() {
    assertThat(ResidualBlocks.find(model()))
        .extracting(b -> b.add().name())
        .containsExactly("add0", "add1", "add2");
  }

  @Test
  void goFirstWhereTheyAddNothing() {
    OnnxModel model = model();
    ResidualBlocks.Result result = drop(model, 0.34, NodeFilter.ALL);
    assertThat(result.notes()).containsExactly("block before add1 dropped, outputs at Infinity dB");
    assertThat(result.model().graph().nodes()).hasSize(model.graph().nodes().size() - 2);
    assertThat(RandomInputs.largestDifference(model, result.model(), 1)).isZero();
  }

  @Test
  void stayWhereTheRatioAllowsNone() {
    assertThat(drop(model(), 0.3, NodeFilter.ALL).notes())
        .containsExactly("no block dropped: 3 residual blocks, of which the ratio allows 0");
  }

  @Test
  void stayWhereOneOfTheirLayersIsExcluded() {
    ResidualBlocks.Result result = drop(model(), 0.34, new NodeFilter(List.of(), List.of("conv1")));
    assertThat(result.notes()).noneMatch(n -> n.contains("add1"));
  }

  @Test
  void areAttentionAndFeedForwardOfATransformer() {
    OnnxModel model = TinyTransformer.model(Projections.APART);
    Graph graph = model.graph();
    graph.setOutputs(List.of());
    graph.add(Node.of("Tanh", "tanh", List.of("y"), List.of("z")));
    graph.addOutput("z");
    assertThat(ResidualBlocks.find(model.with(graph)))
        .extracting(b -> b.add().name())
        .containsExactly("a_node", "y_node");
  }
}

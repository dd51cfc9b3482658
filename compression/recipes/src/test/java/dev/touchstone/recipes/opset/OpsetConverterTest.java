package dev.touchstone.recipes.opset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A raised model computes what the old one did; ONNX Runtime runs both. */
class OpsetConverterTest {

  private static Node node(String type) {
    return Node.of(type, type, List.of("x"), List.of("y"));
  }

  static Stream<Arguments> operatorsThatChanged() {
    return Stream.of(
        Arguments.of(9, node("Clip").with("min", -0.5f).with("max", 0.5f)),
        Arguments.of(7, node("Clip").with("max", 0.25f)),
        Arguments.of(
            9, node("Pad").with("pads", new long[] {0, 0, 1, 2, 0, 0, 3, 0}).with("value", 2f)),
        Arguments.of(9, node("Pad").with("pads", new long[8]).with("mode", "reflect")),
        Arguments.of(
            9,
            node("Slice")
                .with("starts", new long[] {1, 0})
                .with("ends", new long[] {3, -1})
                .with("axes", new long[] {2, 3})),
        Arguments.of(9, node("Slice").with("starts", new long[] {0}).with("ends", new long[] {1})),
        Arguments.of(11, node("Squeeze").with("axes", new long[] {0})),
        Arguments.of(11, node("Unsqueeze").with("axes", new long[] {1, 3})),
        Arguments.of(11, node("ReduceSum").with("axes", new long[] {1}).with("keepdims", 0)),
        Arguments.of(12, node("ReduceSum")),
        Arguments.of(11, node("ReduceMean").with("axes", new long[] {2, 3})),
        Arguments.of(9, node("Softmax")),
        Arguments.of(12, node("Softmax").with("axis", 3)),
        Arguments.of(12, node("LogSoftmax").with("axis", 2)),
        Arguments.of(9, node("Hardmax").with("axis", 1)),
        Arguments.of(9, node("Dropout").with("ratio", 0.3f)),
        Arguments.of(
            7, node("Upsample").with("mode", "nearest").with("scales", new float[] {1, 1, 2, 3})),
        Arguments.of(
            7, node("Upsample").with("mode", "linear").with("scales", new float[] {1, 1, 2, 2})));
  }

  @ParameterizedTest(name = "opset {0}: {1}")
  @MethodSource("operatorsThatChanged")
  void keepsWhatAnOperatorComputes(int opset, Node node) {
    assertSame(model(opset, List.of(node.copy())));
  }

  @Test
  void movesSplitSizesAndTopKIntoInputs() {
    Node split =
        Node.of("Split", "s", List.of("x"), List.of("a", "y"))
            .with("axis", 1)
            .with("split", new long[] {1, 2});
    assertSame(model(11, List.of(split)));
    assertSame(
        model(
            9, List.of(Node.of("TopK", "t", List.of("x"), List.of("y", "indices")).with("k", 2))));
  }

  @Test
  void readsScalesOfUpsampleAndResizeFromTheirOldInput() {
    for (String type : List.of("Upsample", "Resize")) {
      Graph graph = graph(List.of(Node.of(type, "up", List.of("x", "scales"), List.of("y"))));
      graph.put(Constant.floats("scales", new long[] {4}, 1, 1, 2, 2));
      assertSame(OnnxModel.of(graph, 6, type.equals("Upsample") ? 9 : 10));
    }
  }

  static Stream<Arguments> operatorsThatChangedLater() {
    return Stream.of(
        Arguments.of(13, node("ReduceMax").with("axes", new long[] {1})),
        Arguments.of(17, node("ReduceL2").with("axes", new long[] {2, 3}).with("keepdims", 0)),
        Arguments.of(13, node("ReduceMean")),
        Arguments.of(17, node("ReduceSumSquare").with("axes", new long[] {-1})),
        Arguments.of(
            13, Node.of("Split", "s", List.of("x"), List.of("y", "u", "z")).with("axis", 1)),
        Arguments.of(17, node("Softmax").with("axis", 1)),
        Arguments.of(18, node("Relu")));
  }

  @ParameterizedTest
  @MethodSource("operatorsThatChangedLater")
  void keepsWhatANewerOperatorComputes(int opset, Node node) {
    assertSame(model(opset, List.of(node.copy())));
  }

  @Test
  void keepsWhereRegionsAndGridsAreSampled() {
    for (String mode : List.of("bilinear", "bicubic", "nearest")) {
      Graph graph =
          graph(
              List.of(
                  Node.of("GridSample", "grid", List.of("x", "at"), List.of("y"))
                      .with("mode", mode)));
      graph.put(Constant.floats("at", new long[] {1, 1, 3, 2}, -0.7f, 0.2f, 0, 0.4f, 0.9f, -1));
      assertSame(OnnxModel.of(graph, 8, 16));
    }
    Graph graph =
        graph(
            List.of(
                Node.of("RoiAlign", "roi", List.of("x", "rois", "of"), List.of("y"))
                    .with("output_height", 2)
                    .with("output_width", 2)
                    .with("sampling_ratio", 2)));
    graph.put(Constant.floats("rois", new long[] {1, 4}, 0.3f, 0.6f, 3.2f, 2.9f));
    graph.put(Constant.integers("of", OnnxType.INT64, new long[] {1}, 0));
    assertSame(OnnxModel.of(graph, 7, 13));
  }

  @Test
  void leavesNewerModelsAsTheyAre() {
    OnnxModel model = model(17, List.of(node("Relu")));
    assertThat(OpsetConverter.raise(model).model()).containsSame(model);
  }

  @Test
  void saysWhyAModelCannotBeRaised() {
    assertThat(OpsetConverter.raise(model(6, List.of(node("Relu")))).reason())
        .isEqualTo("opset 6 is older than 7");
    Node scatter = node("BatchNormalization").with("spatial", 0);
    assertThat(OpsetConverter.raise(model(8, List.of(scatter))).reason())
        .isEqualTo("BatchNormalization has no known form in opset 13");
  }

  private static Graph graph(List<Node> nodes) {
    Graph graph =
        Graph.empty("old", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 3, 4, 5)), List.of());
    nodes.forEach(graph::add);
    graph.addOutput("y");
    return graph;
  }

  private static OnnxModel model(int opset, List<Node> nodes) {
    return OnnxModel.of(graph(nodes), 6, opset);
  }

  private static void assertSame(OnnxModel old) {
    for (long target : new long[] {OpsetConverter.TARGET, OpsetConverter.NEWEST}) {
      OpsetConverter.Raised raised = OpsetConverter.raise(old, target);
      assertThat(raised.reason()).isEmpty();
      OnnxModel model = raised.model().orElseThrow();
      assertThat(model.opset()).isEqualTo(Math.max(target, old.opset()));
      assertThat(RandomInputs.largestDifference(old, model, 3)).isLessThan(1e-6);
    }
  }
}

package dev.touchstone.recipes.steps;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Dimension;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FoldTest {

  /** Weights are rounded once more than in the original: a few units in the last place. */
  private static final double ROUNDING = 1e-5;

  private static Graph graph(long... inputShape) {
    return Graph.empty(
        "g",
        List.of(GraphValue.of("x", OnnxType.FLOAT, inputShape)),
        List.of(new GraphValue("y", OnnxType.FLOAT, List.of())));
  }

  private static void batchNorm(Graph graph, String in, String out, int channels) {
    random(graph, "scale", channels);
    random(graph, "shift", channels);
    random(graph, "mean", channels);
    float[] variance = new float[channels];
    for (int i = 0; i < channels; i++) {
      variance[i] = 0.1f + i;
    }
    graph.put(Constant.floats("var", new long[] {channels}, variance));
    graph.add(
        Node.of(
                "BatchNormalization",
                "bn",
                List.of(in, "scale", "shift", "mean", "var"),
                List.of(out))
            .with("epsilon", 0.001f));
  }

  private static OnnxModel withoutOutputShape(Graph graph) {
    graph.setOutputs(List.of());
    graph.addOutput("y");
    return OnnxModel.of(graph, 8, 13);
  }

  private static Graph folded(Graph graph, String... expectedTypes) {
    OnnxModel model = withoutOutputShape(graph);
    OnnxModel result = Fold.apply(model).model();
    assertThat(RandomInputs.largestDifference(model, result, 7)).isLessThanOrEqualTo(ROUNDING);
    assertThat(result.graph().nodes()).extracting(Node::type).containsExactly(expectedTypes);
    return result.graph();
  }

  @Nested
  class BatchNormalization {

    @Test
    void goesIntoAConvWithoutBias() {
      Graph graph = graph(2, 3, 8, 8);
      random(graph, "w", 4, 3, 3, 3);
      graph.add(Node.of("Conv", "conv", List.of("x", "w"), List.of("c")));
      batchNorm(graph, "c", "y", 4);
      folded(graph, "Conv");
    }

    @Test
    void goesIntoADepthwiseConvWithBias() {
      Graph graph = graph(1, 4, 8, 8);
      random(graph, "w", 4, 1, 3, 3);
      random(graph, "b", 4);
      graph.add(Node.of("Conv", "conv", List.of("x", "w", "b"), List.of("c")).with("group", 4));
      batchNorm(graph, "c", "y", 4);
      folded(graph, "Conv");
    }

    @Test
    void goesIntoAGroupedConvTranspose() {
      Graph graph = graph(1, 4, 5, 5);
      random(graph, "w", 4, 3, 2, 2);
      graph.add(Node.of("ConvTranspose", "up", List.of("x", "w"), List.of("c")).with("group", 2));
      batchNorm(graph, "c", "y", 6);
      folded(graph, "ConvTranspose");
    }

    @Test
    void goesIntoAGemmWhicheverWayItsWeightsLie() {
      for (long transposed = 0; transposed < 2; transposed++) {
        Graph graph = graph(3, 4);
        random(graph, "w", transposed == 0 ? 4 : 5, transposed == 0 ? 5 : 4);
        random(graph, "b", 5);
        graph.add(
            Node.of("Gemm", "gemm", List.of("x", "w", "b"), List.of("c"))
                .with("transB", transposed)
                .with("beta", 0.5f));
        batchNorm(graph, "c", "y", 5);
        folded(graph, "Gemm");
      }
    }

    @Test
    void staysBehindAGemmWhoseBiasIsAColumn() {
      Graph graph = graph(5, 4);
      random(graph, "w", 4, 5);
      random(graph, "b", 5, 1);
      graph.add(Node.of("Gemm", "gemm", List.of("x", "w", "b"), List.of("c")));
      batchNorm(graph, "c", "y", 5);
      folded(graph, "Gemm", "BatchNormalization");
    }

    @Test
    void staysWhereAnotherNodeReadsTheValueBefore() {
      Graph graph = graph(1, 3, 8, 8);
      random(graph, "w", 4, 3, 1, 1);
      graph.add(Node.of("Conv", "conv", List.of("x", "w"), List.of("c")));
      batchNorm(graph, "c", "n", 4);
      graph.add(Node.of("Add", "add", List.of("n", "c"), List.of("y")));
      folded(graph, "Conv", "BatchNormalization", "Add");
    }

    @Test
    void leavesWeightsThatAnotherConvShares() {
      Graph graph = graph(1, 4, 8, 8);
      random(graph, "w", 4, 4, 1, 1);
      graph.add(Node.of("Conv", "a", List.of("x", "w"), List.of("c")));
      batchNorm(graph, "c", "n", 4);
      graph.add(Node.of("Conv", "b", List.of("n", "w"), List.of("y")));
      folded(graph, "Conv", "Conv");
    }
  }

  @Test
  void evaluatesWhatDependsOnConstantsOnly() {
    Graph graph = graph(2, 3);
    graph.add(Node.of("Constant", "", List.of(), List.of("a")).with("value_float", 2f));
    random(graph, "b", 3);
    graph.add(Node.of("Mul", "mul", List.of("a", "b"), List.of("ab")));
    graph.add(Node.of("Exp", "exp", List.of("ab"), List.of("e")));
    graph.add(Node.of("Add", "add", List.of("x", "e"), List.of("y")));
    Graph result = folded(graph, "Add");
    assertThat(result.initializerNames()).containsExactly("e");
  }

  @Test
  void keepsAStoredWeightInEightBits() {
    Graph graph = graph(2, 2);
    graph.put(Constant.integers("q", OnnxType.INT8, new long[] {2, 2}, 1, -2, 3, -4));
    graph.put(Constant.scalar("s", 0.5f));
    graph.add(Node.of("DequantizeLinear", "dq", List.of("q", "s"), List.of("w")));
    graph.add(Node.of("MatMul", "mm", List.of("x", "w"), List.of("y")));
    folded(graph, "DequantizeLinear", "MatMul");
  }

  @Test
  void keepsAConstantThatIsLargerThanWhatMakesIt() {
    Graph graph = graph(1);
    graph.put(Constant.integers("shape", OnnxType.INT64, new long[] {1}, 1 << 20));
    graph.add(Node.of("ConstantOfShape", "big", List.of("shape"), List.of("zeros")));
    graph.add(Node.of("Add", "add", List.of("x", "zeros"), List.of("y")));
    folded(graph, "ConstantOfShape", "Add");
  }

  @Test
  void removesIdentityDropoutAndWhatNobodyReads() {
    Graph graph = graph(2, 3);
    graph.add(Node.of("Identity", "i", List.of("x"), List.of("a")));
    graph.add(Node.of("Dropout", "d", List.of("a"), List.of("b")));
    graph.add(Node.of("Neg", "dead", List.of("b"), List.of("n")));
    graph.add(Node.of("Relu", "r", List.of("b"), List.of("c")));
    graph.add(Node.of("Identity", "last", List.of("c"), List.of("y")));
    random(graph, "unused", 3);
    Graph result = folded(graph, "Relu");
    assertThat(result.initializerNames()).isEmpty();
  }

  @Test
  void keepsAnIdentityThatHandsAnInputOut() {
    Graph graph = graph(2);
    graph.add(Node.of("Identity", "i", List.of("x"), List.of("y")));
    folded(graph, "Identity");
  }

  @Test
  void makesOldInitializersThatAreInputsConstant() {
    Graph graph =
        Graph.empty(
            "g",
            List.of(
                new GraphValue("x", OnnxType.FLOAT, List.of(Dimension.symbol("N"))),
                GraphValue.of("w", OnnxType.FLOAT, 1)),
            List.of(new GraphValue("y", OnnxType.FLOAT, List.of(Dimension.symbol("N")))));
    graph.put(Constant.floats("w", new long[] {1}, 3));
    graph.add(Node.of("Mul", "m", List.of("x", "w"), List.of("y")));
    OnnxModel model = OnnxModel.of(graph, 3, 9);
    OnnxModel result = Fold.apply(model).model();
    assertThat(result.irVersion()).isEqualTo(4);
    assertThat(result.graph().initializersAmongInputs()).isEmpty();
    assertThat(RandomInputs.largestDifference(model, result, 7)).isZero();
  }
}

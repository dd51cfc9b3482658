package dev.touchstone.recipes.steps;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldChainsTest {

  private static final double ROUNDING = 1e-5;

  private static Graph graph(long... shape) {
    return Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, shape)), List.of());
  }

  private static Node node(Graph graph, String type, String in, String out) {
    return graph.add(Node.of(type, out, List.of(in), List.of(out)));
  }

  private static void cast(Graph graph, String in, String out, OnnxType to) {
    node(graph, "Cast", in, out).with("to", to.code());
  }

  private static void reshape(Graph graph, String in, String out, long... shape) {
    graph.put(Constant.integers(out + ".shape", OnnxType.INT64, new long[] {shape.length}, shape));
    graph.add(Node.of("Reshape", out, List.of(in, out + ".shape"), List.of(out)));
  }

  private static Graph folded(Graph graph, String... types) {
    node(graph, "Neg", "z", "y");
    graph.addOutput("y");
    OnnxModel model = OnnxModel.of(graph, 8, 13);
    OnnxModel result = Fold.apply(model).model();
    assertThat(RandomInputs.largestDifference(model, result, 7)).isLessThanOrEqualTo(ROUNDING);
    assertThat(result.graph().nodes()).extracting(Node::type).containsExactly(types);
    return result.graph();
  }

  @ParameterizedTest(name = "float to {0} and back is nothing: {1}")
  @CsvSource({"DOUBLE, true", "FLOAT16, false", "BFLOAT16, false", "INT32, false", "INT64, false"})
  void aPairOfCastsGoesAwayIfNothingIsLostBetween(OnnxType between, boolean goes) {
    Graph graph = graph(4);
    cast(graph, "x", "a", between);
    cast(graph, "a", "z", OnnxType.FLOAT);
    folded(graph, goes ? new String[] {"Neg"} : new String[] {"Cast", "Cast", "Neg"});
  }

  @Test
  void aCastToTheTypeThatItHasGoesAway() {
    Graph graph = graph(4);
    cast(graph, "x", "z", OnnxType.FLOAT);
    folded(graph, "Neg");
  }

  @Test
  void aWideningCastInAChainIsSkipped() {
    Graph graph = graph(4);
    cast(graph, "x", "a", OnnxType.DOUBLE);
    cast(graph, "a", "b", OnnxType.INT32);
    cast(graph, "b", "z", OnnxType.FLOAT);
    folded(graph, "Cast", "Cast", "Neg");
  }

  @Test
  void transposesThatUndoEachOtherGoAway() {
    Graph graph = graph(2, 3, 4);
    node(graph, "Transpose", "x", "a").with("perm", new long[] {1, 2, 0});
    node(graph, "Transpose", "a", "z").with("perm", new long[] {2, 0, 1});
    folded(graph, "Neg");
  }

  @Test
  void transposesInARowBecomeOne() {
    Graph graph = graph(2, 3, 4);
    node(graph, "Transpose", "x", "a").with("perm", new long[] {1, 2, 0});
    node(graph, "Transpose", "a", "b").with("perm", new long[] {0, 2, 1});
    node(graph, "Transpose", "b", "z").with("perm", new long[] {2, 1, 0});
    Graph result = folded(graph, "Transpose", "Neg");
    assertThat(result.nodes().get(0).integers("perm").orElseThrow()).containsExactly(2, 0, 1);
  }

  @Test
  void reshapesInARowBecomeOne() {
    Graph graph = graph(2, 3, 4);
    reshape(graph, "x", "a", 6, 4);
    node(graph, "Flatten", "a", "b").with("axis", 0);
    reshape(graph, "b", "z", 4, -1);
    folded(graph, "Reshape", "Neg");
  }

  @Test
  void aReshapeToTheShapeThatItHasGoesAway() {
    Graph graph = graph(2, 3, 4);
    reshape(graph, "x", "a", 6, 4);
    reshape(graph, "a", "z", 2, -1, 4);
    folded(graph, "Neg");
  }

  @Test
  void aReshapeThatCopiesASizeKeepsTheNodeThatItCopiesFrom() {
    Graph graph = graph(2, 3, 4);
    reshape(graph, "x", "a", 6, 4);
    reshape(graph, "a", "z", 0, 2, 2);
    folded(graph, "Reshape", "Reshape", "Neg");
  }

  @Test
  void squeezeUndoesUnsqueeze() {
    Graph graph = graph(2, 3);
    graph.put(Constant.integers("axes", OnnxType.INT64, new long[] {2}, 0, 3));
    graph.add(Node.of("Unsqueeze", "u", List.of("x", "axes"), List.of("a")));
    graph.add(Node.of("Squeeze", "s", List.of("a", "axes"), List.of("z")));
    folded(graph, "Neg");
  }

  @Test
  void equalInitializersAreShared() {
    Graph graph = graph(2, 3);
    graph.put(Constant.floats("a", new long[] {3}, 1, 2, 3));
    graph.put(Constant.floats("b", new long[] {3}, 1, 2, 3));
    graph.put(Constant.floats("c", new long[] {1, 3}, 1, 2, 3));
    graph.add(Node.of("Add", "p", List.of("x", "a"), List.of("p")));
    graph.add(Node.of("Mul", "q", List.of("p", "b"), List.of("q")));
    graph.add(Node.of("Sub", "r", List.of("q", "c"), List.of("z")));
    assertThat(folded(graph, "Add", "Mul", "Sub", "Neg").initializerNames())
        .containsExactly("a", "c");
  }

  @Test
  void aNormalizationGoesIntoAMatMulAndTheAddBehindIt() {
    Graph graph = graph(5, 3);
    random(graph, "w", 3, 4);
    random(graph, "b", 4);
    graph.add(Node.of("MatMul", "m", List.of("x", "w"), List.of("m")));
    graph.add(Node.of("Add", "a", List.of("b", "m"), List.of("a")));
    norm(graph, "a", "z", 4);
    folded(graph, "MatMul", "Add", "Neg");
  }

  @Test
  void aNormalizationBehindAMatMulBecomesAnAdd() {
    Graph graph = graph(5, 3);
    random(graph, "w", 3, 4);
    graph.add(Node.of("MatMul", "m", List.of("x", "w"), List.of("m")));
    norm(graph, "m", "z", 4);
    folded(graph, "MatMul", "Add", "Neg");
  }

  @Test
  void aNormalizationAlongAnotherAxisThanThatOfTheProductStays() {
    Graph graph = graph(5, 4, 3);
    random(graph, "w", 3, 4);
    graph.add(Node.of("MatMul", "m", List.of("x", "w"), List.of("m")));
    norm(graph, "m", "z", 4);
    folded(graph, "MatMul", "BatchNormalization", "Neg");
  }

  @Test
  void halfFloatConstantsAreEvaluatedInTheirOwnType() {
    Graph graph = graph(3);
    graph.put(Constant.raw("h", OnnxType.FLOAT16, new long[] {3}, new byte[6]).withFloats(1, 2, 4));
    graph.add(Node.of("Neg", "n", List.of("h"), List.of("n")));
    cast(graph, "x", "a", OnnxType.FLOAT16);
    graph.add(Node.of("Mul", "m", List.of("a", "n"), List.of("m")));
    cast(graph, "m", "z", OnnxType.FLOAT);
    Graph result = folded(graph, "Cast", "Mul", "Cast", "Neg");
    assertThat(result.initializer("n").orElseThrow().type()).isEqualTo(OnnxType.FLOAT16);
    assertThat(result.initializer("n").orElseThrow().toFloats()).containsExactly(-1, -2, -4);
  }

  private static void norm(Graph graph, String in, String out, int channels) {
    random(graph, "scale", channels);
    random(graph, "shift", channels);
    random(graph, "mean", channels);
    float[] variance = new float[channels];
    java.util.Arrays.fill(variance, 0.7f);
    graph.put(Constant.floats("var", new long[] {channels}, variance));
    graph.add(
        Node.of(
            "BatchNormalization",
            "bn",
            List.of(in, "scale", "shift", "mean", "var"),
            List.of(out)));
  }
}

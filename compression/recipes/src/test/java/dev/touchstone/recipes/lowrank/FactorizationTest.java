package dev.touchstone.recipes.lowrank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.RandomWeights;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.LowRank;
import dev.touchstone.scenarios.LowRank.Limit;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FactorizationTest {

  private static final double ROUNDING = 1e-4;

  private static float[] ofRank(int rank, int rows, int columns) {
    Random random = new Random(rank);
    float[] values = new float[rows * columns];
    for (int k = 0; k < rank; k++) {
      double[] left = random.doubles(rows, -1, 1).toArray();
      double[] right = random.doubles(columns, -1, 1).toArray();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (left[i / columns] * right[i % columns]);
      }
    }
    return values;
  }

  /** A product and a Gemm whose weights are of rank 4, and a small product of full rank. */
  private static OnnxModel model() {
    Graph graph = Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 3, 40)), List.of());
    graph.addOutput("y");
    graph.put(Constant.floats("w1", new long[] {40, 30}, ofRank(4, 40, 30)));
    graph.put(Constant.floats("w2", new long[] {50, 30}, ofRank(4, 50, 30)));
    RandomWeights.random(graph, "bias", 50);
    RandomWeights.random(graph, "w3", 50, 6);
    graph.add(Node.of("MatMul", "first", List.of("x", "w1"), List.of("a")));
    graph.add(
        Node.of("Gemm", "second", List.of("a", "w2", "bias"), List.of("b"))
            .with("transB", 1)
            .with("alpha", 0.5f)
            .with("beta", 2f));
    graph.add(Node.of("MatMul", "third", List.of("b", "w3"), List.of("y")));
    return OnnxModel.of(graph, 8, 13);
  }

  private static Factorization.Result factored(Limit limit, int least) {
    LowRank step = new LowRank(limit, least, NodeFilter.ALL);
    return new Factorization(step, Progress.NONE).apply(model());
  }

  @Test
  void isExactForMatricesOfThatRank() {
    Factorization.Result result = factored(new Limit.Rank(4), 1000);
    assertThat(RandomInputs.largestDifference(model(), result.model(), 1))
        .isLessThanOrEqualTo(ROUNDING);
    assertThat(result.notes())
        .containsExactly(
            "first: rank 4 of 30, relative error 0.000",
            "second: rank 4 of 30, relative error 0.000",
            "left alone: third: fewer than 1000 elements");
    Graph graph = result.model().graph();
    assertThat(graph.nodes())
        .extracting(Node::type)
        .containsExactly("MatMul", "MatMul", "MatMul", "Gemm", "MatMul");
    assertThat(graph.initializer("w1")).isEmpty();
    assertThat(graph.initializer("w1.first").orElseThrow().shape()).containsExactly(40, 4);
  }

  @Test
  void findsTheRankThatHoldsTheEnergy() {
    assertThat(factored(new Limit.Energy(0.999999), 1000).notes())
        .startsWith("first: rank 4 of 30, relative error 0.000");
    assertThat(factored(new Limit.Energy(0.2), 1000).notes().get(0)).startsWith("first: rank 1 of");
  }

  @Test
  void leavesMatricesAloneOfWhichTwoFactorsWouldBeLarger() {
    Factorization.Result result = factored(new Limit.Rank(30), 1);
    assertThat(result.notes())
        .contains("no matrix was factored")
        .anyMatch(n -> n.contains("first (rank 30 of 30), second (rank 30 of 30)"));
    assertThat(RandomInputs.largestDifference(model(), result.model(), 1)).isZero();
  }
}

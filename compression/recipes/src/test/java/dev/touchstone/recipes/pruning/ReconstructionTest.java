package dev.touchstone.recipes.pruning;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.scenarios.Progress;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconstructionTest {

  /** The ridge keeps the prediction from being exact. */
  private static final double RIDGE = 2e-3;

  /** Channel 3 of the first layer is twice channel 1, less channel 0, and 0.5 more. */
  private static OnnxModel redundant(String reader) {
    Graph graph =
        Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 3, 8, 8)), List.of());
    graph.addOutput("y");
    random(graph, "w", 4, 3, 1, 1);
    float[] w = graph.initializer("w").orElseThrow().toFloats();
    for (int i = 0; i < 3; i++) {
      w[9 + i] = 2 * w[3 + i] - w[i];
    }
    graph.put(Constant.floats("w", new long[] {4, 3, 1, 1}, w));
    graph.put(Constant.floats("b", new long[] {4}, 1, 0, 2, -0.5f));
    graph.add(Node.of("Conv", "first", List.of("x", "w", "b"), List.of("a")));
    if (reader.equals("Conv")) {
      random(graph, "v", 5, 4, 3, 3);
      random(graph, "c", 5);
      graph.add(Node.of("Conv", "second", List.of("a", "v", "c"), List.of("y")));
    } else {
      graph.add(Node.of("GlobalAveragePool", "pool", List.of("a"), List.of("p")));
      graph.add(Node.of("Flatten", "flat", List.of("p"), List.of("f")));
      random(graph, "v", 5, 4);
      random(graph, "c", 5);
      graph.add(Node.of("Gemm", "second", List.of("f", "v", "c"), List.of("y")).with("transB", 1));
    }
    return OnnxModel.of(graph, 8, 13);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Conv", "Gemm"})
  void givesTheWeightsOfARedundantChannelToThoseThatTellTheSame(String reader) {
    OnnxModel model = redundant(reader);
    CouplingRules.Result rules = CouplingRules.of(model);
    TensorAxis channels = new TensorAxis("w", 0);
    Set<Integer> removed = Set.of(rules.coupling().root(rules.coupling().atoms(channels)[3]));
    ModelInputs samples = ModelInputs.random(model, 200, 9).orElseThrow();
    OnnxModel aware = Reconstruction.apply(model, rules, removed, samples, Progress.NONE);
    OnnxModel reconstructed = Surgery.remove(aware, rules.coupling(), removed);
    OnnxModel cut = Surgery.remove(model, rules.coupling(), removed);
    double before = RandomInputs.largestDifference(model, cut, 4);
    double after = RandomInputs.largestDifference(model, reconstructed, 4);
    assertThat(before).isGreaterThan(0.05);
    assertThat(after).isLessThan(reader.equals("Conv") ? RIDGE : before / 4);
  }

  @Test
  void solvesWhatIsPositiveDefinite() {
    Random random = new Random(3);
    int n = 12;
    double[][] root = new double[n][n];
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = random.nextGaussian();
      for (int j = 0; j < n; j++) {
        root[i][j] = random.nextGaussian();
      }
    }
    double[][] matrix = new double[n][n];
    double[] right = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          matrix[i][j] += root[i][k] * root[j][k];
        }
        right[i] += matrix[i][j] * solution[j];
      }
    }
    assertThat(Cholesky.factor(matrix)).isTrue();
    assertThat(Cholesky.solve(matrix, right)).containsExactly(solution, offset(1e-8));
  }

  @Test
  void refusesWhatIsNot() {
    assertThat(Cholesky.factor(new double[][] {{1, 2}, {2, 1}})).isFalse();
    assertThat(Cholesky.factor(new double[][] {{Double.NaN}})).isFalse();
  }
}

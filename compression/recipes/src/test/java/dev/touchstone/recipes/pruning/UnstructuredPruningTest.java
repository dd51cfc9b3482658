package dev.touchstone.recipes.pruning;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.PruneUnstructured;
import dev.touchstone.scenarios.PruneUnstructured.Pattern;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnstructuredPruningTest {

  private static OnnxModel model() {
    Graph graph =
        Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 8, 4, 4)), List.of());
    graph.addOutput("y");
    random(graph, "conv", 6, 8, 3, 3);
    random(graph, "bias", 6);
    random(graph, "gemm", 5, 96);
    random(graph, "product", 5, 7);
    graph.add(
        Node.of("Conv", "conv_node", List.of("x", "conv", "bias"), List.of("c"))
            .with("pads", new long[] {1, 1, 1, 1}));
    graph.add(Node.of("Flatten", "flat", List.of("c"), List.of("f")));
    graph.add(Node.of("Gemm", "gemm_node", List.of("f", "gemm"), List.of("h")).with("transB", 1));
    graph.add(Node.of("MatMul", "product_node", List.of("h", "product"), List.of("y")));
    return OnnxModel.of(graph, 8, 13);
  }

  private static Graph pruned(Pattern pattern) {
    return UnstructuredPruning.apply(model(), new PruneUnstructured(pattern, NodeFilter.ALL))
        .model()
        .graph();
  }

  private static float[] values(Graph graph, String name) {
    return graph.initializer(name).orElseThrow().toFloats();
  }

  private static long zeros(float[] values) {
    return IntStream.range(0, values.length).filter(i -> values[i] == 0).count();
  }

  @ParameterizedTest(name = "{0} of each tensor")
  @CsvSource({"0.5, 216, 240, 17", "0.9, 388, 432, 31", "0.01, 4, 4, 0"})
  void takesTheShareOfEachTensorRoundedDown(double share, int conv, int gemm, int product) {
    Graph graph = pruned(new Pattern.EachTensor(share));
    assertThat(zeros(values(graph, "conv"))).isEqualTo(conv);
    assertThat(zeros(values(graph, "gemm"))).isEqualTo(gemm);
    assertThat(zeros(values(graph, "product"))).isEqualTo(product);
    assertThat(zeros(values(graph, "bias"))).isZero();
  }

  @Test
  void keepsWhatIsLargerThanEverythingItTakes() {
    float[] before = values(model().graph(), "conv");
    float[] after = values(pruned(new Pattern.EachTensor(0.7)), "conv");
    double largestGone = 0;
    double smallestKept = Double.POSITIVE_INFINITY;
    for (int i = 0; i < before.length; i++) {
      if (after[i] == 0) {
        largestGone = Math.max(largestGone, Math.abs(before[i]));
      } else {
        assertThat(after[i]).isEqualTo(before[i]);
        smallestKept = Math.min(smallestKept, Math.abs(before[i]));
      }
    }
    assertThat(largestGone).isLessThanOrEqualTo(smallestKept);
  }

  @Test
  void takesTheShareOfAllTensorsTogether() {
    Graph graph = pruned(new Pattern.AllTensors(0.5));
    long all =
        zeros(values(graph, "conv"))
            + zeros(values(graph, "gemm"))
            + zeros(values(graph, "product"));
    assertThat(all).isEqualTo((432 + 480 + 35) / 2);
  }

  @Test
  void keepsTwoOfFourAlongTheInputsOfEachOutput() {
    Graph graph = pruned(new Pattern.FewOfMany(2, 4));
    float[] conv = values(graph, "conv");
    for (int out = 0; out < 6; out++) {
      for (int in = 0; in < 8; in += 4) {
        for (int k = 0; k < 9; k++) {
          int kept = 0;
          for (int n = 0; n < 4; n++) {
            kept += conv[(out * 8 + in + n) * 9 + k] == 0 ? 0 : 1;
          }
          assertThat(kept).isEqualTo(2);
        }
      }
    }
    float[] gemm = values(graph, "gemm");
    for (int start = 0; start < gemm.length; start += 4) {
      int from = start;
      assertThat(IntStream.range(0, 4).filter(n -> gemm[from + n] != 0).count()).isEqualTo(2);
    }
  }

  @Test
  void leavesLayersAloneWhoseInputsAreNoMultiple() {
    UnstructuredPruning.Result result =
        UnstructuredPruning.apply(
            model(), new PruneUnstructured(new Pattern.FewOfMany(2, 4), NodeFilter.ALL));
    assertThat(zeros(values(result.model().graph(), "product"))).isZero();
    assertThat(result.notes()).contains("left alone: product_node: not a multiple of 4 inputs");
  }

  @Test
  void saysThatZerosNeitherShrinkNorSpeedTheModel() {
    OnnxModel model = model();
    UnstructuredPruning.Result result =
        UnstructuredPruning.apply(
            model, new PruneUnstructured(new Pattern.EachTensor(0.5), NodeFilter.ALL));
    assertThat(result.model().bytes()).isEqualTo(model.bytes());
    assertThat(result.notes().get(0))
        .startsWith("473 of 947 weights are zero; the file stays at " + model.bytes())
        .contains("dense kernels take as long as before");
  }
}

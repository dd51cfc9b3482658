package dev.touchstone.recipes.quantization;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.SignalToNoise;
import dev.touchstone.recipes.steps.Quantize;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeDynamic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DynamicQuantizationTest {

  /** Two layers of 8 bits on normal numbers; measured at 30 dB and more. */
  private static final double LEAST_SIGNAL_TO_NOISE_DB = 25;

  private static Graph graph(long... input) {
    return Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, input)), List.of());
  }

  private static OnnxModel quantized(OnnxModel model, Granularity granularity) {
    OnnxModel result =
        Quantize.dynamically(model, new QuantizeDynamic(granularity, NodeFilter.ALL), false)
            .model();
    ModelInputs samples = ModelInputs.random(model, 8, 5).orElseThrow();
    assertThat(SignalToNoise.between(model, Optimization.NONE, result, Optimization.ALL, samples))
        .isGreaterThan(LEAST_SIGNAL_TO_NOISE_DB);
    return result;
  }

  private static List<String> types(OnnxModel model) {
    return model.graph().nodes().stream().map(Node::type).toList();
  }

  @ParameterizedTest
  @EnumSource
  void multipliesMatricesInIntegersAndStoresConvolutionsSmall(Granularity granularity) {
    Graph graph = graph(1, 3, 8, 8);
    random(graph, "k", 16, 3, 3, 3);
    random(graph, "kb", 16);
    graph.add(Node.of("Conv", "conv", List.of("x", "k", "kb"), List.of("a")));
    graph.add(Node.of("GlobalAveragePool", "pool", List.of("a"), List.of("p")));
    graph.add(Node.of("Flatten", "flat", List.of("p"), List.of("f")));
    random(graph, "w", 4096, 16);
    random(graph, "b", 4096);
    graph.add(Node.of("Gemm", "fc", List.of("f", "w", "b"), List.of("y")).with("transB", 1));
    graph.addOutput("y");
    OnnxModel model = OnnxModel.of(graph, 8, 13);
    OnnxModel result = quantized(model, granularity);
    assertThat(types(result)).contains("MatMulInteger", "Conv").doesNotContain("ConvInteger");
    assertThat(result.bytes()).isLessThan(model.bytes());
  }

  @Test
  void leavesAGemmInFloatWhoseBiasIsAMatrix() {
    Graph graph = graph(2, 6);
    random(graph, "w", 6, 512);
    random(graph, "b", 2, 512);
    graph.add(Node.of("Gemm", "fc", List.of("x", "w", "b"), List.of("h")).with("alpha", 0.25f));
    random(graph, "v", 512, 128);
    graph.add(Node.of("MatMul", "last", List.of("h", "v"), List.of("y")));
    graph.addOutput("y");
    OnnxModel result = quantized(OnnxModel.of(graph, 8, 13), Granularity.PER_CHANNEL);
    assertThat(types(result)).containsOnlyOnce("Gemm").containsOnlyOnce("MatMulInteger");
  }

  @Test
  void leavesProductsInFloatArithmeticThatAreTooSmallToPay() {
    Graph graph = graph(1, 64);
    random(graph, "w", 64, 64);
    graph.add(Node.of("MatMul", "small", List.of("x", "w"), List.of("h")));
    random(graph, "v", 4, 64);
    random(graph, "b", 4);
    graph.add(Node.of("Gemm", "last", List.of("h", "v", "b"), List.of("y")).with("transB", 1));
    graph.addOutput("y");
    OnnxModel model = OnnxModel.of(graph, 8, 13);
    OnnxModel result = quantized(model, Granularity.PER_CHANNEL);
    assertThat(types(result)).contains("MatMul", "Gemm", "Cast").doesNotContain("MatMulInteger");
    assertThat(result.bytes()).isLessThan(model.bytes() / 2);
  }

  @Test
  void takesSmallerProductsWhereASampleBringsSeveralRows() {
    Graph graph =
        Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, 1, 32, 128)), List.of());
    random(graph, "w", 128, 128);
    graph.add(Node.of("MatMul", "rows", List.of("x", "w"), List.of("y")));
    graph.addOutput("y");
    OnnxModel result = quantized(OnnxModel.of(graph, 8, 13), Granularity.PER_CHANNEL);
    assertThat(types(result)).contains("MatMulInteger");
  }
}

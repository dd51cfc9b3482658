package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Merges the integer nodes of a graph in QDQ form with the DequantizeLinear before and the
 * QuantizeLinear behind them, as ONNX Runtime does when it loads such a graph: the result is in
 * QOperator form. What nobody reads any more stays in the graph.
 *
 * <pre>
 *   x8 -- QLinearConv(w8, b32) -- y8
 * </pre>
 *
 * Operators: QLinearConv and QLinearMatMul of ONNX; QGemm, MatMulIntegerToFloat, QLinearAdd,
 * QLinearMul, QLinearConcat, QLinearAveragePool, QLinearGlobalAveragePool, QLinearLeakyRelu and
 * QLinearSigmoid of {@code com.microsoft} (ONNX Runtime, docs/ContribOperators.md).
 */
final class QOperatorWriter {

  private final Graph graph;
  private final Map<String, Node> producers;
  private final Map<String, List<Node>> consumers;
  private final Map<Integer, String> signedZeros = new HashMap<>();

  QOperatorWriter(Graph graph) {
    this.graph = graph;
    this.producers = graph.producers();
    this.consumers = graph.consumers();
  }

  /** A quantized tensor as operators take it: levels, scale and zero point. */
  private record Quantized(String levels, String scale, String zero) {

    List<String> names() {
      return List.of(levels, scale, zero);
    }
  }

  /** Merges these nodes. */
  void merge(Set<Node> integer) {
    integer.forEach(this::merge);
    graph.sort();
  }

  private void merge(Node node) {
    Optional<Node> behind = quantizedBehind(node.output(0));
    switch (node.type()) {
      case "Conv" -> {
        List<String> inputs = new ArrayList<>(operands(node, 2));
        inputs.addAll(scaleAndZero(behind.orElseThrow()));
        if (!node.input(2).isEmpty()) {
          inputs.add(stored(node.input(2)));
        }
        become(node, "", "QLinearConv", inputs, behind);
      }
      case "Gemm" -> {
        List<String> inputs = new ArrayList<>(operands(node, 2));
        inputs.add(node.input(2).isEmpty() ? "" : stored(node.input(2)));
        behind.ifPresent(q -> inputs.addAll(scaleAndZero(q)));
        become(node.without("beta"), NumberFormat.MICROSOFT, "QGemm", inputs, behind);
      }
      case "MatMul" -> matMul(node, behind);
      case "Concat" -> {
        List<String> inputs = new ArrayList<>(scaleAndZero(behind.orElseThrow()));
        inputs.addAll(operands(node, node.inputs().size()));
        become(node, NumberFormat.MICROSOFT, "QLinearConcat", inputs, behind);
      }
      case "Add", "Mul" -> qLinear(node, 2, behind.orElseThrow());
      case "AveragePool", "GlobalAveragePool" ->
          qLinear(node.with("channels_last", 0), 1, behind.orElseThrow());
      case "LeakyRelu", "Sigmoid" -> qLinear(node, 1, behind.orElseThrow());
      default -> move(node);
    }
  }

  private void matMul(Node node, Optional<Node> behind) {
    Quantized a = levels(node.input(0));
    Quantized b = levels(node.input(1));
    if (behind.isPresent()) {
      List<String> inputs = new ArrayList<>(operands(node, 2));
      inputs.addAll(scaleAndZero(behind.get()));
      become(node, "", "QLinearMatMul", inputs, behind);
    } else {
      List<String> inputs =
          List.of(a.levels(), b.levels(), a.scale(), b.scale(), a.zero(), b.zero());
      become(node, NumberFormat.MICROSOFT, "MatMulIntegerToFloat", inputs, behind);
    }
  }

  private void qLinear(Node node, int operands, Node behind) {
    List<String> inputs = new ArrayList<>(operands(node, operands));
    inputs.addAll(scaleAndZero(behind));
    become(node, NumberFormat.MICROSOFT, "QLinear" + node.type(), inputs, Optional.of(behind));
  }

  private void move(Node node) {
    node.setInput(0, levels(node.input(0)).levels());
    for (int i = 0; i < node.outputs().size(); i++) {
      Node behind = quantizedBehind(node.output(i)).orElseThrow();
      replaceOutput(node, i, behind);
    }
  }

  private void become(
      Node node, String domain, String type, List<String> inputs, Optional<Node> behind) {
    node.setType(domain, type).setInputs(inputs);
    behind.ifPresent(q -> replaceOutput(node, 0, q));
  }

  private void replaceOutput(Node node, int output, Node quantize) {
    graph.remove(List.of(quantize));
    node.setOutput(output, quantize.output(0));
  }

  private List<String> operands(Node node, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.addAll(levels(node.input(i)).names());
    }
    return names;
  }

  private static List<String> scaleAndZero(Node quantize) {
    return List.of(quantize.input(1), quantize.input(2));
  }

  private Optional<Node> quantizedBehind(String tensor) {
    return consumers.getOrDefault(tensor, List.of()).stream()
        .filter(n -> n.is("QuantizeLinear"))
        .findFirst();
  }

  private Quantized levels(String restored) {
    Node dequantize = Objects.requireNonNull(producers.get(restored), restored);
    String zero = dequantize.input(2);
    String scale = dequantize.input(1);
    return new Quantized(dequantize.input(0), scale, zero.isEmpty() ? signedZeros(scale) : zero);
  }

  private String stored(String restored) {
    return Objects.requireNonNull(producers.get(restored), restored).input(0);
  }

  /** Operators take no blank zero point; weights without one have as many zeros as scales. */
  private String signedZeros(String scales) {
    int count = graph.initializer(scales).map(c -> Math.toIntExact(c.size())).orElse(1);
    boolean scalar = graph.initializer(scales).map(c -> c.shape().length == 0).orElse(true);
    return signedZeros.computeIfAbsent(
        scalar ? 0 : count,
        length -> {
          String name = graph.freshName("zeros." + length);
          long[] shape = length == 0 ? new long[0] : new long[] {length};
          return graph.put(Constant.integers(name, OnnxType.INT8, shape, new long[count])).name();
        });
  }
}

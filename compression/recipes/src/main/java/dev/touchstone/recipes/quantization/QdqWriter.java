package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.calibration.Range;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes a placement into a graph as QuantizeLinear and DequantizeLinear pairs, from which ONNX
 * Runtime makes integer operators.
 *
 * <pre>
 *   x -- Q -- DQ --+
 *       w8 -- DQ --+-- Conv -- Q -- DQ -- ...
 *      b32 -- DQ --+
 * </pre>
 *
 * A zero point that is 0 by definition (signed symmetric weights, bias) is left out, as ONNX
 * allows.
 */
final class QdqWriter {

  private final Graph graph;
  private final Placement placement;
  private final NumberFormat format;
  private final Map<String, String> quantized;
  private final Map<String, ActivationScale> scales = new HashMap<>();
  private final Map<String, String> storedWeights = new HashMap<>();

  QdqWriter(Graph graph, Placement placement, Map<String, Range> ranges, NumberFormat format) {
    this.graph = graph;
    this.placement = placement;
    this.format = format;
    this.quantized = placement.quantized();
    ranges.forEach((tensor, range) -> scales.put(tensor, format.activationScale(range)));
  }

  /** Edits the graph. */
  void write() {
    for (Node node : List.copyOf(placement.integer())) {
      if (Operators.multiplies(node)) {
        quantizeWeights(node, scaleOf(node.input(0)).scale());
      }
    }
    for (Node node : List.copyOf(placement.integer())) {
      absorbActivation(node);
    }
    quantized.keySet().forEach(this::quantize);
    graph.sort();
  }

  private ActivationScale scaleOf(String tensor) {
    String owner = Objects.requireNonNull(quantized.get(tensor), tensor);
    return Objects.requireNonNull(scales.get(owner), owner);
  }

  private void absorbActivation(Node node) {
    Optional<Node> activation = placement.activation(node);
    if (activation.isPresent() && quantized.containsKey(activation.get().output(0))) {
      graph.remove(List.of(activation.get()));
      node.setOutput(0, activation.get().output(0));
    }
  }

  private void quantize(String tensor) {
    Node producer = graph.producers().get(tensor);
    boolean fromInteger = producer != null && placement.integer().contains(producer);
    List<Node> readers = graph.consumers().getOrDefault(tensor, List.of());
    String real = tensor;
    String restored;
    if (producer != null && fromInteger && graph.outputNames().contains(tensor)) {
      real = graph.freshName(tensor + ".f");
      restored = tensor;
      producer.setOutput(producer.outputs().indexOf(tensor), real);
    } else {
      restored = graph.freshName(tensor + ".dq");
      for (Node reader : readers) {
        if (fromInteger || placement.integer().contains(reader)) {
          reader.redirect(tensor, restored);
        }
      }
    }
    addPair(tensor, real, restored);
  }

  private void addPair(String tensor, String real, String restored) {
    String owner = Objects.requireNonNull(quantized.get(tensor), tensor);
    ActivationScale scale = scaleOf(tensor);
    String scaleName = owner + ".s";
    String zeroName = owner + ".z";
    graph.put(Constant.scalar(scaleName, scale.scale()));
    graph.put(
        Constant.integers(zeroName, format.activations().type(), new long[0], scale.zeroPoint()));
    String levels = graph.freshName(tensor + ".q");
    add("QuantizeLinear", List.of(real, scaleName, zeroName), levels);
    add("DequantizeLinear", List.of(levels, scaleName, zeroName), restored);
  }

  private void add(String type, List<String> inputs, String output) {
    Node node = Node.of(type, "", inputs, List.of(output));
    graph.add(format.pairDomain().isEmpty() ? node : node.setType(format.pairDomain(), type));
  }

  private void quantizeWeights(Node node, float inputScale) {
    Constant weights = graph.constant(node.input(1)).orElseThrow();
    QuantizedWeights stored = format.weights(node, weights);
    String biasName = node.is("MatMul") ? "" : node.input(2);
    if (!biasName.isEmpty()) {
      float[] bias = graph.constant(biasName).orElseThrow().toFloats();
      stored = stored.withRoomFor(bias, inputScale);
      String base = graph.freshName(biasName + ".q");
      graph.put(stored.bias(base, bias, inputScale));
      graph.put(stored.biasScales(base + "s", inputScale));
      String restored = graph.freshName(biasName + ".dq");
      Node restore = Node.of("DequantizeLinear", "", List.of(base, base + "s"), List.of(restored));
      graph.add(stored.axis().isPresent() ? restore.with("axis", 0) : restore);
      node.setInput(2, restored);
    }
    node.setInput(1, store(weights.name(), stored));
  }

  private String store(String name, QuantizedWeights stored) {
    // weights that several nodes share are stored once, unless a bias made them differ
    String key = name + stored;
    return storedWeights.computeIfAbsent(key, k -> WeightStore.forIntegers(graph, name, stored));
  }
}

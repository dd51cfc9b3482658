package dev.touchstone.recipes.conversion;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many operators compute in which precision, by type; and the Casts between the two. Follows
 * the types of tensors from inputs and weights through the graph: a node computes in half precision
 * if a tensor that it reads is so, Casts apart.
 *
 * @param half operators in 16 bits
 * @param single operators in 32 bits
 * @param casts between 16 and 32 bits
 */
record PrecisionCount(Map<String, Integer> half, Map<String, Integer> single, int casts) {

  static PrecisionCount of(OnnxModel model) {
    Graph graph = model.graph();
    graph.sort();
    Map<String, OnnxType> types = new HashMap<>();
    for (GraphValue input : graph.inputs()) {
      types.put(input.name(), input.type());
    }
    for (String name : graph.initializerNames()) {
      graph.initializer(name).map(Constant::type).ifPresent(t -> types.put(name, t));
    }
    Map<String, Integer> half = new TreeMap<>();
    Map<String, Integer> single = new TreeMap<>();
    int casts = 0;
    for (Node node : graph.nodes()) {
      OnnxType type = precision(node, types);
      if (node.is("Cast")) {
        OnnxType to = OnnxType.of(Math.toIntExact(node.integer("to", 1)));
        casts += isFloating(type) && isFloating(to) && type != to ? 1 : 0;
        types.put(node.output(0), to);
      } else {
        node.outputs().forEach(o -> types.put(o, type));
        if (type == OnnxType.FLOAT16) {
          half.merge(node.type(), 1, Integer::sum);
        } else if (type == OnnxType.FLOAT) {
          single.merge(node.type(), 1, Integer::sum);
        }
      }
    }
    return new PrecisionCount(half, single, casts);
  }

  private static OnnxType precision(Node node, Map<String, OnnxType> types) {
    OnnxType found = OnnxType.INT64;
    for (String input : node.inputs()) {
      OnnxType type = types.getOrDefault(input, OnnxType.INT64);
      if (type == OnnxType.FLOAT16 || (type == OnnxType.FLOAT && found != OnnxType.FLOAT16)) {
        found = type;
      }
    }
    return found;
  }

  private static boolean isFloating(OnnxType type) {
    return type == OnnxType.FLOAT16 || type == OnnxType.FLOAT;
  }

  static String list(Map<String, Integer> counts) {
    return counts.isEmpty()
        ? "nothing"
        : counts.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  /** For the graph as this CPU's ONNX Runtime runs it. */
  String asItRuns() {
    return "as ONNX Runtime runs it on this CPU: 16 bits for %s; 32 bits for %s; %d Casts"
        .formatted(list(half), list(single), casts);
  }

  @Override
  public String toString() {
    return "in the file: 16 bits for %s; %d Casts".formatted(list(half), casts);
  }
}

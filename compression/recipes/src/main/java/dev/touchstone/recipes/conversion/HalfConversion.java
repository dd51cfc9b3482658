package dev.touchstone.recipes.conversion;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.ValueTypes;
import dev.touchstone.scenarios.Convert.Border;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One rewriting of a graph from 32-bit floats to half precision. Every tensor has the precision of
 * the node that makes it; where a node of the other precision reads it there is one Cast for all
 * such readers.
 *
 * <pre>
 *   x32 -- Cast -- x16 -- MatMul16 -- y16 -- Cast -- y32 -- Resize32
 * </pre>
 */
final class HalfConversion {

  private final Graph graph;
  private final ValueTypes types;
  private final Set<Node> converted;
  private final Set<String> halves = new HashSet<>();
  private final Map<String, String> halfNames = new HashMap<>();
  private final Map<String, String> floatNames = new HashMap<>();
  private final Set<Node> borders = new HashSet<>();
  private int casts;
  private long vanished;

  /**
   * Prepares.
   *
   * @param graph sorted, without types of tensors between nodes; it is edited
   * @param converted nodes that are to compute in half precision
   */
  HalfConversion(Graph graph, ValueTypes types, Set<Node> converted) {
    this.graph = graph;
    this.types = types;
    this.converted = converted;
  }

  /** Rewrites, and tells how many Casts there are now. */
  int apply(Border border) {
    if (border == Border.HALF) {
      graph.inputs().forEach(v -> noteHalf(v.name()));
    }
    Set<String> outputs = new LinkedHashSet<>(graph.outputNames());
    converted.forEach(node -> node.outputs().forEach(this::noteHalf));
    for (String output : outputs) {
      if (types.isFloat(output) && halves.contains(output) != (border == Border.HALF)) {
        redefine(output, border);
      }
    }
    if (border == Border.HALF) {
      graph.retype(OnnxType.FLOAT, OnnxType.FLOAT16);
    }
    for (Node node : graph.nodes()) {
      if (converted.contains(node)) {
        halve(node);
      } else if (!borders.contains(node)) {
        keep(node);
      }
    }
    graph.sort();
    return casts;
  }

  /** How many weights became 0 that were none. */
  long vanished() {
    return vanished;
  }

  private void noteHalf(String tensor) {
    if (types.isFloat(tensor)) {
      halves.add(tensor);
    }
  }

  /** An output keeps its name in the precision of the border; inside it has another name. */
  private void redefine(String output, Border border) {
    Node producer = graph.producers().get(output);
    if (producer == null) {
      return; // an input or a constant that is handed out as it is
    }
    String inner = graph.freshName(output + ".inner");
    producer.setOutput(producer.outputs().indexOf(output), inner);
    OnnxType to = border == Border.HALF ? OnnxType.FLOAT16 : OnnxType.FLOAT;
    Node cast = Node.of("Cast", "", List.of(inner), List.of(output)).with("to", (long) to.code());
    borders.add(graph.add(cast));
    casts++;
    if (border == Border.FLOAT) {
      halfNames.put(output, inner);
      halves.remove(output);
    } else {
      floatNames.put(output, inner);
      halves.add(output);
    }
  }

  private void halve(Node node) {
    for (String input : List.copyOf(node.reads())) {
      if (types.isFloat(input) && !halves.contains(input)) {
        node.redirect(input, halfOf(input));
      }
    }
    if (node.is("Cast") && node.integer("to", 0) == OnnxType.FLOAT.code()) {
      node.with("to", (long) OnnxType.FLOAT16.code());
    }
    if (node.is("ConstantOfShape")) {
      halveValue(node);
    }
  }

  private static void halveValue(Node node) {
    Constant value =
        node.attribute("value")
            .map(a -> Constant.of(a.getT()))
            .orElseGet(() -> Constant.floats("value", new long[] {1}, 0));
    if (value.type() == OnnxType.FLOAT) {
      node.with("value", HalfWeights.rounded(value, value.name(), OnnxType.FLOAT16));
    }
  }

  private void keep(Node node) {
    for (String input : List.copyOf(node.reads())) {
      if (types.isFloat(input) && halves.contains(input)) {
        node.redirect(input, floatNames.computeIfAbsent(input, t -> cast(t, OnnxType.FLOAT)));
      }
    }
  }

  private String halfOf(String tensor) {
    return halfNames.computeIfAbsent(
        tensor,
        t ->
            graph
                .initializer(t)
                .map(this::halvedWeights)
                .orElseGet(() -> cast(t, OnnxType.FLOAT16)));
  }

  private String halvedWeights(Constant weights) {
    String name = graph.freshName(weights.name() + ".h");
    Constant rounded = HalfWeights.rounded(weights, name, OnnxType.FLOAT16);
    vanished += HalfWeights.vanishing(weights, rounded);
    return graph.put(rounded).name();
  }

  private String cast(String tensor, OnnxType to) {
    String result = graph.freshName(tensor + (to == OnnxType.FLOAT ? ".float" : ".half"));
    graph.add(Node.of("Cast", "", List.of(tensor), List.of(result)).with("to", (long) to.code()));
    casts++;
    return result;
  }

  /** Nodes that read or make floats and could compute in half precision. */
  static List<Node> candidates(Graph graph, ValueTypes types) {
    List<Node> candidates = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean touchesFloats =
          node.inputs().stream().anyMatch(types::isFloat)
              || node.outputs().stream().anyMatch(types::isFloat);
      if (touchesFloats) {
        candidates.add(node);
      }
    }
    return candidates;
  }

  /** This rewriting's model. */
  static OnnxModel with(OnnxModel model, Graph graph) {
    return model.with(graph.withoutValueInfo());
  }
}

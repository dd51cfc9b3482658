package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Constants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Evaluates nodes that depend on nothing but constants, with ONNX Runtime itself, so that the
 * result is what a run would have computed.
 */
final class ConstantFolding {

  /**
   * A value larger than this is kept as the nodes that make it, unless they hold as much: 8-bit
   * weights behind a Cast would grow fourfold.
   */
  private static final long LARGE_BYTES = 1024;

  private static final Set<String> RANDOM =
      Set.of(
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Multinomial",
          "Bernoulli",
          "Dropout");

  private ConstantFolding() {}

  /** Folds, and tells how many nodes went away. */
  static int fold(OnnxModel model, Graph graph) {
    Set<Node> kept = new HashSet<>();
    while (true) {
      List<Node> constant = constantNodes(graph, kept);
      if (constant.isEmpty()) {
        return 0;
      }
      Map<String, Constant> values;
      try {
        values = Constants.evaluate(model, graph, constant, boundary(graph, constant));
      } catch (UnusableModelException e) {
        return 0; // an operator that the runtime lacks, or an error that a run would meet as well
      }
      Set<Node> refused = unfit(graph, constant, values);
      if (refused.isEmpty()) {
        values.values().forEach(graph::put);
        graph.remove(constant);
        return constant.size();
      }
      kept.addAll(refused);
    }
  }

  private static List<Node> constantNodes(Graph graph, Set<Node> kept) {
    Set<String> known = new HashSet<>(graph.initializerNames());
    List<Node> constant = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!kept.contains(node) && foldable(node) && known.containsAll(node.reads())) {
        constant.add(node);
        known.addAll(node.outputs());
      }
    }
    return constant;
  }

  private static boolean foldable(Node node) {
    // a stored 8-bit weight would grow fourfold if its DequantizeLinear were evaluated
    boolean quantization = node.type().endsWith("QuantizeLinear") || node.is("DequantizeLinear");
    return node.domain().isEmpty()
        && node.subgraphs().isEmpty()
        && !RANDOM.contains(node.type())
        && !quantization;
  }

  /** Tensors that constant nodes make and others, or the caller, read. */
  private static Set<String> boundary(Graph graph, List<Node> constant) {
    Set<Node> inside = new HashSet<>(constant);
    Set<String> readOutside = new HashSet<>(graph.outputNames());
    graph.nodes().stream()
        .filter(n -> !inside.contains(n))
        .forEach(n -> readOutside.addAll(n.reads()));
    Set<String> boundary = new LinkedHashSet<>();
    constant.forEach(n -> boundary.addAll(n.outputs()));
    boundary.remove("");
    boundary.retainAll(readOutside);
    return boundary;
  }

  private static Set<Node> unfit(Graph graph, List<Node> constant, Map<String, Constant> values) {
    Set<String> boundary = boundary(graph, constant);
    Set<Node> refused = new HashSet<>();
    for (Node node : constant) {
      for (String output : node.outputs()) {
        if (boundary.contains(output)) {
          Constant value = values.get(output);
          boolean returned = graph.outputNames().contains(output);
          if (value == null || returned || grows(graph, node, value)) {
            refused.add(node);
          }
        }
      }
    }
    return refused;
  }

  private static boolean grows(Graph graph, Node node, Constant value) {
    long held =
        node.reads().stream()
            .flatMap(name -> graph.initializer(name).stream())
            .mapToLong(Constant::bytes)
            .sum();
    return value.bytes() > LARGE_BYTES && value.bytes() > held;
  }
}

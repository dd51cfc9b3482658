package dev.touchstone.recipes;

import dev.touchstone.recipes.anatomy.Anatomy;
import dev.touchstone.recipes.anatomy.Operation;
import dev.touchstone.recipes.anatomy.Precision;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.NodeFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A node that multiplies in floats although the recipe quantizes, and why.
 *
 * @param node its name
 * @param type of its operator
 * @param macs multiply-accumulates of one run
 */
record LeftInFloat(String node, String type, long macs, String why) {

  /**
   * Finds them, the dearest first.
   *
   * @param candidate as it is written
   * @param written its anatomy
   * @param running anatomy of what ONNX Runtime makes of it
   * @param filters of the steps that quantize
   */
  static List<LeftInFloat> of(
      OnnxModel candidate, Anatomy written, Anatomy running, List<NodeFilter> filters) {
    Graph graph = candidate.graph();
    graph.sort();
    Set<String> constant = constants(graph);
    Map<String, Node> nodes = new HashMap<>();
    graph.nodes().forEach(n -> nodes.putIfAbsent(n.label(), n));
    Map<String, Precision> meant = new HashMap<>();
    written.operations().forEach(o -> meant.putIfAbsent(o.label(), o.precision()));
    List<LeftInFloat> left = new ArrayList<>();
    for (Operation operation : running.operations()) {
      if (operation.macs().orElse(0) > 0 && operation.precision().isFloat()) {
        Node node = nodes.get(operation.label());
        Precision asWritten = meant.getOrDefault(operation.label(), Precision.UNKNOWN);
        String why =
            node == null
                ? "a fusion of the runtime made it of several nodes"
                : why(node, asWritten, constant, filters);
        left.add(
            new LeftInFloat(
                operation.label(), operation.type(), operation.macs().getAsLong(), why));
      }
    }
    left.sort(Comparator.comparingLong(LeftInFloat::macs).reversed());
    return left;
  }

  private static Set<String> constants(Graph graph) {
    Set<String> constant = new HashSet<>(graph.initializerNames());
    for (Node node : graph.nodes()) {
      if (constant.containsAll(node.reads())) {
        constant.addAll(node.outputs());
      }
    }
    return constant;
  }

  private static String why(
      Node node, Precision asWritten, Set<String> constant, List<NodeFilter> filters) {
    if (filters.stream().noneMatch(f -> f.takes(node.name(), node.type()))) {
      return "the recipe's include and exclude leave it out";
    }
    if (asWritten == Precision.INT8 || asWritten == Precision.INT16) {
      return "written for whole numbers, but ONNX Runtime has no kernel that fits it here";
    }
    boolean recurrent = Set.of("LSTM", "GRU", "RNN").contains(node.type());
    if (recurrent) {
      return "recurrent: no step quantizes it";
    }
    if (!constant.contains(node.input(1))) {
      return "a product of two activations: neither side is weights";
    }
    if (node.is("ConvTranspose")) {
      return "ONNX Runtime has no integer ConvTranspose on the CPU";
    }
    return switch (asWritten) {
      case WEIGHTS_8 -> "weights are stored in 8 bits, the arithmetic is that of floats";
      case WEIGHTS_4 -> "weights are stored in 4 bits, the arithmetic is that of floats";
      default -> "left alone by the step: see its note";
    };
  }

  /** Rejects null. */
  LeftInFloat {
    Objects.requireNonNull(node, "node");
  }
}

package dev.touchstone.recipes.difference;

import dev.touchstone.recipes.difference.LayerDifference.Match;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds in one graph what stands there for the tensors of another. */
final class Counterparts {

  private static final int FARTHEST = 8;

  private final Graph graph;
  private final Set<String> others;
  private final Map<String, Node> producers;
  private final Map<String, List<Node>> consumers;
  private final Map<String, Node> byName = new HashMap<>();

  /**
   * What stands for a tensor.
   *
   * @param scale by which its elements are multiplied, after the zero point was taken off; 1 if
   *     they are real numbers
   */
  record Counterpart(String tensor, Match how, float scale, float zeroPoint) {}

  private record Scale(float scale, float zeroPoint) {}

  /**
   * Looks into a graph.
   *
   * @param others tensors of the other graph
   */
  Counterparts(Graph graph, Set<String> others) {
    this.graph = graph;
    this.others = Set.copyOf(others);
    this.producers = graph.producers();
    this.consumers = graph.consumers();
    for (Node node : graph.nodes()) {
      if (!node.name().isBlank()) {
        byName.putIfAbsent(node.name(), node);
      }
    }
  }

  /**
   * The counterpart of one output of a node of the other graph: what is dequantized again first,
   * since that is what the next layer reads.
   */
  Optional<Counterpart> of(Node node, String tensor) {
    return dequantized(tensor)
        .or(() -> named(tensor, Match.SAME_NAME))
        .or(() -> named(tensor + "_quantized", Match.SCALED))
        .or(() -> ofNode(node, tensor));
  }

  private Optional<Counterpart> dequantized(String tensor) {
    return consumers.getOrDefault(tensor, List.of()).stream()
        .filter(n -> n.type().equals("QuantizeLinear") && n.input(0).equals(tensor))
        .flatMap(q -> consumers.getOrDefault(q.output(0), List.of()).stream())
        .filter(n -> n.type().equals("DequantizeLinear"))
        .findFirst()
        .map(d -> new Counterpart(d.output(0), Match.DEQUANTIZED, 1, 0));
  }

  private Optional<Counterpart> named(String tensor, Match how) {
    if (!producers.containsKey(tensor)) {
      return Optional.empty();
    }
    return scale(tensor, 0)
        .map(s -> new Counterpart(tensor, Match.SCALED, s.scale(), s.zeroPoint()))
        .or(() -> Optional.of(new Counterpart(tensor, how, 1, 0)));
  }

  private Optional<Counterpart> ofNode(Node node, String tensor) {
    Node other = byName.get(node.name());
    int index = node.outputs().indexOf(tensor);
    if (other == null || other.output(index).isEmpty()) {
      return Optional.empty();
    }
    String output = other.output(index);
    if (others.contains(output)) {
      return Optional.empty(); // it took in what was behind it, and gives what that gave
    }
    return dequantized(output).or(() -> named(output, Match.SAME_NODE));
  }

  /** Scale of a tensor of whole numbers; empty if it has none that is constant. */
  private Optional<Scale> scale(String tensor, int depth) {
    Node node = producers.get(tensor);
    if (node == null || depth > FARTHEST) {
      return Optional.empty();
    }
    return switch (node.type()) {
      case "QuantizeLinear" -> scale(node, 1);
      case "QLinearConv", "QLinearMatMul", "QLinearAdd", "QLinearMul" -> scale(node, 6);
      case "QLinearAveragePool",
          "QLinearGlobalAveragePool",
          "QLinearSigmoid",
          "QLinearLeakyRelu",
          "QLinearSoftmax",
          "QLinearReduceMean" ->
          scale(node, 3);
      case "QLinearConcat" -> scale(node, 0);
      case "QGemm" -> scale(node, 7);
      case "MaxPool", "Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Slice" ->
          scale(node.input(0), depth + 1);
      default -> Optional.empty();
    };
  }

  private Optional<Scale> scale(Node node, int input) {
    Optional<Constant> scale = graph.constant(node.input(input)).filter(c -> c.size() == 1);
    float zero =
        graph
            .constant(node.input(input + 1))
            .filter(c -> c.size() == 1)
            .map(c -> c.toFloats()[0])
            .orElse(0f);
    return scale.map(s -> new Scale(s.toFloats()[0], zero));
  }
}

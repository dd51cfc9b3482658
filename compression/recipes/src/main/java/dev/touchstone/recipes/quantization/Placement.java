package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.runtime.ValueTypes;
import dev.touchstone.scenarios.NodeFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which nodes run on 8 bits, and which tensors therefore are quantized.
 *
 * <ol>
 *   <li>Conv, Gemm and MatMul with constant weights do.
 *   <li>Nodes behind them join if ONNX Runtime has an integer kernel and all their inputs are
 *       quantized anyway; nodes that only move elements join in front of them too. A node with a
 *       constant operand never joins: one huge constant, such as an attention mask, would set the
 *       scale of everything.
 *   <li>A Relu or Clip behind such a node becomes the range of its output.
 *   <li>Gemm and MatMul give floats unless a node on 8 bits reads them.
 * </ol>
 */
final class Placement {

  private final Graph graph;
  private final ValueTypes types;
  private final NodeFilter filter;
  private final Map<String, List<Node>> consumers;
  private final Map<String, Node> producers;
  private final Set<Node> integer = new LinkedHashSet<>();
  private final Map<Node, Node> activations = new LinkedHashMap<>();

  private Placement(Graph graph, ValueTypes types, NodeFilter filter) {
    this.graph = graph;
    this.types = types;
    this.filter = filter;
    this.consumers = graph.consumers();
    this.producers = graph.producers();
  }

  /** Plans for a sorted graph. */
  static Placement of(Graph graph, ValueTypes types, NodeFilter filter) {
    Placement plan = new Placement(graph, types, filter);
    for (Node node : graph.nodes()) {
      plan.findActivation(node);
      if (plan.taken(node) && plan.hasConstantWeights(node)) {
        plan.integer.add(node);
      }
    }
    while (plan.joinBehind() || plan.joinInFront()) {
      // each round may open the way for others
    }
    return plan;
  }

  private boolean taken(Node node) {
    return filter.takes(node.name(), node.type());
  }

  private void findActivation(Node node) {
    List<Node> readers = consumers.getOrDefault(node.output(0), List.of());
    if (!Operators.moves(node) // its output has the scale of its input
        && readers.size() == 1
        && !graph.outputNames().contains(node.output(0))) {
      Node reader = readers.get(0);
      if (reader.is("Relu") || (reader.is("Clip") && clipsAroundZero(reader))) {
        activations.put(node, reader);
      }
    }
  }

  private boolean clipsAroundZero(Node clip) {
    return bound(clip, 1, 0) <= 0 && bound(clip, 2, 0) >= 0;
  }

  private double bound(Node clip, int input, double open) {
    return clip.input(input).isEmpty()
        ? open
        : graph.constant(clip.input(input)).map(c -> (double) c.toFloats()[0]).orElse(Double.NaN);
  }

  private boolean hasConstantWeights(Node node) {
    if (!Operators.multiplies(node) || !types.isFloat(node.input(0))) {
      return false;
    }
    boolean inputConstant = graph.constant(node.input(0)).isPresent();
    return !inputConstant && weights(node).isPresent() && hasConstantBias(node);
  }

  private boolean hasConstantBias(Node node) {
    String bias = node.input(2);
    return node.is("MatMul") || bias.isEmpty() || Operators.isRow(graph.constant(bias));
  }

  private Optional<ChannelLayout> weights(Node node) {
    Optional<Constant> weights = graph.constant(node.input(1)).filter(c -> c.type().isReal());
    return weights
        .filter(w -> !node.is("MatMul") || w.shape().length == 2)
        .flatMap(w -> ChannelLayout.of(node, w));
  }

  private boolean joinBehind() {
    boolean joined = false;
    for (Node node : graph.nodes()) {
      if (mayJoin(node)) {
        boolean fits =
            Operators.combines(node)
                ? node.inputs().stream().allMatch(this::alwaysQuantized)
                : (Operators.maps(node) || Operators.moves(node)) && alwaysQuantized(node.input(0));
        joined |= fits && integer.add(node);
      }
    }
    return joined;
  }

  private boolean joinInFront() {
    boolean joined = false;
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (mayJoin(node) && Operators.moves(node)) {
        List<Node> readers = consumers.getOrDefault(node.output(0), List.of());
        boolean allInteger =
            !readers.isEmpty()
                && !graph.outputNames().contains(node.output(0))
                && readers.stream().allMatch(integer::contains)
                && graph.constant(node.input(0)).isEmpty();
        joined |= allInteger && integer.add(node);
      }
    }
    return joined;
  }

  private boolean mayJoin(Node node) {
    return !integer.contains(node)
        && taken(node)
        && types.isFloat(node.input(0))
        && types.isFloat(node.output(0));
  }

  /** Whether a tensor leaves an integer kernel that has no other way than 8 bits. */
  private boolean alwaysQuantized(String tensor) {
    Node producer = producers.get(tensor);
    if (producer == null) {
      return false;
    }
    if (producer.is("Relu") || producer.is("Clip")) {
      Node before = producers.get(producer.input(0));
      return before != null
          && producer.equals(activations.get(before))
          && integer.contains(before)
          && !Operators.givesFloats(before);
    }
    return integer.contains(producer) && !Operators.givesFloats(producer);
  }

  /** The nodes that run on 8 bits. */
  Set<Node> integer() {
    return integer;
  }

  /** The tensors that a node on 8 bits reads as activations. */
  List<String> activationInputs(Node node) {
    return Operators.combines(node) ? node.inputs() : List.of(node.input(0));
  }

  /** What a node gives once the Relu or Clip behind it is part of its range. */
  String output(Node node) {
    Node activation = activations.get(node);
    return activation == null ? node.output(0) : activation.output(0);
  }

  /** The Relu or Clip that becomes part of a node's range. */
  Optional<Node> activation(Node node) {
    return Optional.ofNullable(activations.get(node));
  }

  /** All tensors that are quantized, each with the tensor whose scale it has. */
  Map<String, String> quantized() {
    Map<String, String> scaleOf = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (integer.contains(node)) {
        activationInputs(node).forEach(t -> scaleOf.putIfAbsent(t, t));
        if (!Operators.givesFloats(node)) {
          scaleOf.putIfAbsent(output(node), output(node));
        }
      }
    }
    Map<String, String> moved = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (integer.contains(node) && Operators.moves(node)) {
        String from = moved.getOrDefault(node.input(0), node.input(0));
        if (scaleOf.containsKey(node.output(0)) && output(node).equals(node.output(0))) {
          moved.put(node.output(0), from);
        }
      }
    }
    scaleOf.replaceAll((tensor, own) -> moved.getOrDefault(tensor, own));
    return scaleOf;
  }

  /** Nodes that multiply by constant weights and yet stay in floats, for the notes. */
  List<Node> leftAlone() {
    List<Node> left = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (Operators.multiplies(node) && !integer.contains(node)) {
        left.add(node);
      }
    }
    return left;
  }
}

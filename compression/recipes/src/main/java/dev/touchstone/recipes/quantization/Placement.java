package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.runtime.ValueTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which nodes run on integers, and which tensors therefore are quantized.
 *
 * <ol>
 *   <li>Conv, Gemm and MatMul with constant weights do.
 *   <li>Nodes behind them join if ONNX Runtime has an integer kernel and all their inputs are
 *       quantized anyway; nodes that only move elements join in front of them too. A node with a
 *       constant operand never joins: one huge constant, such as an attention mask, would set the
 *       scale of everything.
 *   <li>A Relu or Clip behind such a node becomes the range of its output.
 *   <li>Gemm and MatMul give floats unless an integer node reads them.
 * </ol>
 */
final class Placement {

  private final Graph graph;
  private final ValueTypes types;
  private final TakenNodes taken;
  private final Map<String, List<Node>> consumers;
  private final Map<String, Node> producers;
  private final Set<Node> integer = new LinkedHashSet<>();
  private final Map<Node, Node> activations = new LinkedHashMap<>();

  private Placement(Graph graph, ValueTypes types, TakenNodes taken) {
    this.graph = graph;
    this.types = types;
    this.taken = taken;
    this.consumers = graph.consumers();
    this.producers = graph.producers();
  }

  /**
   * Plans for a sorted graph.
   *
   * @param absorbs whether a Relu may become the range of the node before it: not where ranges are
   *     symmetric, as they then hold negative numbers too
   */
  static Placement of(Graph graph, ValueTypes types, TakenNodes taken, boolean absorbs) {
    Placement plan = new Placement(graph, types, taken);
    for (Node node : graph.nodes()) {
      if (absorbs) {
        plan.findActivation(node);
      }
      if (taken.contains(node) && plan.hasConstantWeights(node)) {
        plan.integer.add(node);
      }
    }
    while (plan.joinBehind() || plan.joinInFront()) {
      // each round may open the way for others
    }
    return plan;
  }

  private void findActivation(Node node) {
    List<Node> readers = readersOf(node.output(0));
    if (!Operators.moves(node) // its output has the scale of its input
        && readers.size() == 1
        && !graph.outputNames().contains(node.output(0))) {
      Node reader = readers.get(0);
      if (reader.is("Relu") || (reader.is("Clip") && clipsAroundZero(reader))) {
        activations.put(node, reader);
      }
    }
  }

  private List<Node> readersOf(String tensor) {
    return consumers.getOrDefault(tensor, List.of());
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
        boolean allInteger =
            graph.constant(node.input(0)).isEmpty()
                && node.outputs().stream().allMatch(this::isReadByIntegersOnly);
        joined |= allInteger && integer.add(node);
      }
    }
    return joined;
  }

  private boolean isReadByIntegersOnly(String tensor) {
    List<Node> readers = readersOf(tensor);
    return !readers.isEmpty()
        && !graph.outputNames().contains(tensor)
        && readers.stream().allMatch(integer::contains);
  }

  private boolean mayJoin(Node node) {
    return !integer.contains(node)
        && taken.contains(node)
        && types.isFloat(node.input(0))
        && node.outputs().stream().allMatch(types::isFloat);
  }

  /** Whether a tensor leaves an integer kernel that has no other way than integers. */
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

  /** The nodes that run on integers. */
  Set<Node> integer() {
    return integer;
  }

  /** Lets nodes run in floats after all. */
  void withdraw(Collection<Node> nodes) {
    integer.removeAll(nodes);
  }

  /** The tensors that an integer node reads as activations. */
  List<String> activationInputs(Node node) {
    return Operators.combines(node) ? node.inputs() : List.of(node.input(0));
  }

  /** What a node gives once the Relu or Clip behind it is part of its range. */
  List<String> outputs(Node node) {
    Node activation = activations.get(node);
    return activation == null ? node.outputs() : activation.outputs();
  }

  /** The Relu or Clip that becomes part of a node's range. */
  Optional<Node> activation(Node node) {
    return Optional.ofNullable(activations.get(node));
  }

  /** All tensors that are quantized, each with the tensor whose scale it has. */
  Map<String, String> quantized() {
    Set<String> tensors = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (integer.contains(node)) {
        tensors.addAll(activationInputs(node));
        if (!Operators.givesFloats(node)) {
          tensors.addAll(outputs(node));
        }
      }
    }
    return new SharedScales(tensors).owners();
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

  /**
   * Which tensors have one scale. A node that moves elements gives its outputs the scale of its
   * input. A Concat gives its inputs the scale of its output, if nobody else reads them: they would
   * be rounded to that scale anyway, and so are rounded once and copied.
   */
  private final class SharedScales {

    private final Map<String, String> owners = new LinkedHashMap<>();

    SharedScales(Set<String> tensors) {
      tensors.forEach(t -> owners.put(t, t));
      for (Node node : graph.nodes()) {
        if (integer.contains(node) && Operators.moves(node)) {
          for (String moved : node.outputs()) {
            if (owners.containsKey(moved)) {
              replace(moved, ownerOf(node.input(0)));
            }
          }
        }
      }
      List<Node> backwards = new ArrayList<>(graph.nodes());
      Collections.reverse(backwards);
      for (Node node : backwards) {
        if (integer.contains(node) && node.is("Concat")) {
          node.inputs().forEach(input -> joinConcat(node, input));
        }
      }
    }

    private void joinConcat(Node concat, String input) {
      String owner = ownerOf(input);
      String joint = ownerOf(outputs(concat).get(0));
      boolean readByNobodyElse =
          !owner.equals(joint)
              && owners.entrySet().stream()
                  .filter(e -> e.getValue().equals(owner))
                  .allMatch(e -> endsIn(concat, owner, e.getKey()));
      if (readByNobodyElse) {
        replace(owner, joint);
      }
    }

    /** Whether a tensor goes nowhere but to the Concat, or through nodes that move it. */
    private boolean endsIn(Node concat, String owner, String tensor) {
      Node producer = producers.get(tensor);
      boolean made = producer != null && !graph.outputNames().contains(tensor);
      return made
          && readersOf(tensor).stream()
              .allMatch(
                  r ->
                      r.equals(concat)
                          || (integer.contains(r)
                              && Operators.moves(r)
                              && r.outputs().stream().allMatch(o -> owner.equals(owners.get(o)))));
    }

    private void replace(String from, String to) {
      owners.replaceAll((tensor, owner) -> owner.equals(from) ? to : owner);
    }

    private String ownerOf(String tensor) {
      return owners.getOrDefault(tensor, tensor);
    }

    Map<String, String> owners() {
      return owners;
    }
  }
}

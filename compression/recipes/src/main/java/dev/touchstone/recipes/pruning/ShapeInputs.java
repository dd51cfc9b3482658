package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Shapes that operators are told as data: constants, or, as exporters write them, a Concat of sizes
 * of which some are constants.
 */
final class ShapeInputs {

  private final Graph graph;
  private final Map<String, Node> producers;

  ShapeInputs(Graph graph) {
    this.graph = graph;
    producers = graph.producers();
  }

  /** Where an operator is told the shape of its output; empty if it is not told. */
  private static Optional<Integer> position(Node node) {
    return switch (node.type()) {
      case "Reshape", "Expand" -> Optional.of(1);
      case "Resize" -> node.input(3).isEmpty() ? Optional.empty() : Optional.of(3);
      default -> Optional.empty();
    };
  }

  /** The sizes that are told, as far as they are constants; empty if it is not known how many. */
  private Optional<List<OptionalLong>> told(String shape) {
    Optional<Constant> constant = graph.constant(shape);
    if (constant.isPresent()) {
      return Optional.of(numbers(constant.get()));
    }
    Node producer = producers.get(shape);
    if (producer == null || !producer.is("Concat")) {
      return Optional.empty();
    }
    List<OptionalLong> sizes = new ArrayList<>();
    for (String input : producer.inputs()) {
      Optional<Constant> part = graph.constant(input);
      // one size at a time is what exporters compute
      part.ifPresentOrElse(c -> sizes.addAll(numbers(c)), () -> sizes.add(OptionalLong.empty()));
    }
    return Optional.of(sizes);
  }

  private static List<OptionalLong> numbers(Constant constant) {
    List<OptionalLong> numbers = new ArrayList<>();
    for (long value : constant.toLongs()) {
      numbers.add(OptionalLong.of(value));
    }
    return numbers;
  }

  /** Keeps the dimensions whose sizes are computed, as nothing can be told to them. */
  boolean keepComputed(Node node, Coupling coupling) {
    if (node.is("Reshape") && node.input(1).isEmpty()) {
      return false; // the attribute of opset 1
    }
    Optional<Integer> position = position(node);
    if (position.isEmpty()) {
      return true;
    }
    Optional<List<OptionalLong>> sizes = told(node.input(position.get()));
    int rank = coupling.rank(node.output(0)).orElse(0);
    if (sizes.isEmpty() || sizes.get().size() > rank) {
      return false;
    }
    int offset = rank - sizes.get().size(); // Expand may be told the innermost only
    for (int d = 0; d < sizes.get().size(); d++) {
      if (sizes.get().get(d).isEmpty()) {
        coupling.pin(
            new TensorAxis(node.output(0), d + offset),
            node.type() + " " + node.label() + " computes its size");
      }
    }
    return true;
  }

  /** Tells an operator the sizes that its output has now. */
  void update(Node node, SizeOf size) {
    Optional<Integer> position = position(node);
    if (position.isEmpty()) {
      return;
    }
    String shape = node.input(position.get());
    int rank = size.rank(node.output(0));
    Optional<Constant> constant = graph.constant(shape);
    if (constant.isPresent()) {
      int offset = rank - (int) constant.get().size();
      replaced(constant.get(), node.output(0), offset, size)
          .ifPresent(name -> node.setInput(position.get(), name));
      return;
    }
    Node concat = producers.get(shape);
    if (concat != null && concat.is("Concat")) {
      updateParts(node, position.get(), concat, size);
    }
  }

  /** A Concat may tell several nodes, so the one told otherwise gets a Concat of its own. */
  private void updateParts(Node node, int position, Node concat, SizeOf size) {
    List<String> parts = new ArrayList<>(concat.inputs());
    Map<Integer, String> changed = new HashMap<>();
    int at = size.rank(node.output(0)) - told(node.input(position)).orElse(List.of()).size();
    for (int i = 0; i < parts.size(); i++) {
      Optional<Constant> part = graph.constant(parts.get(i));
      int index = i;
      if (part.isPresent()) {
        replaced(part.get(), node.output(0), at, size).ifPresent(n -> changed.put(index, n));
      }
      at += part.map(c -> (int) c.size()).orElse(1);
    }
    if (!changed.isEmpty()) {
      String name = graph.freshName(concat.output(0) + ".pruned");
      changed.forEach(parts::set);
      graph.add(Node.of("Concat", name, parts, List.of(name)).with("axis", 0));
      node.setInput(position, name);
    }
  }

  private Optional<String> replaced(Constant constant, String output, int offset, SizeOf size) {
    long[] values = constant.toLongs();
    boolean changed = false;
    for (int i = 0; i < values.length; i++) {
      OptionalLong now = size.of(output, offset + i);
      // 0 and -1 are filled in by the operator
      if (values[i] > 1 && now.isPresent() && now.getAsLong() != values[i]) {
        values[i] = now.getAsLong();
        changed = true;
      }
    }
    if (!changed) {
      return Optional.empty();
    }
    String name = graph.freshName(constant.name() + ".pruned");
    graph.put(Constant.integers(name, OnnxType.INT64, constant.shape(), values));
    return Optional.of(name);
  }

  /** Sizes of tensors as they are now. */
  interface SizeOf {

    /** Number of dimensions. */
    int rank(String tensor);

    /** Size of a dimension; empty if it is known only at run time. */
    OptionalLong of(String tensor, int axis);
  }
}

package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.ValueType;
import dev.touchstone.recipes.runtime.ValueTypes;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Nodes that only relabel what the node before relabeled: the second reads what the first read, and
 * one that is left with nothing to do becomes {@code Identity}. The first goes away as dead code if
 * nobody else reads it.
 */
final class Chains {

  private static final Set<String> KEEP_ORDER_OF_ELEMENTS =
      Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");

  private final Graph graph;
  private final Map<String, Node> producers;
  private final Optional<ValueTypes> types;

  private Chains(Graph graph, Optional<ValueTypes> types) {
    this.graph = graph;
    this.producers = graph.producers();
    this.types = types;
  }

  /** Whether such a chain may start or end here. */
  static boolean mayBegin(Node node) {
    return node.is("Cast") || node.is("Reshape");
  }

  /**
   * Shortens chains in a sorted graph, and tells how many nodes were changed.
   *
   * @param types of the graph's tensors, if they are known; without them casts stay
   */
  static int shorten(Graph graph, Optional<ValueTypes> types) {
    Chains chains = new Chains(graph, types);
    int changed = 0;
    for (Node node : graph.nodes()) {
      changed += chains.shorten(node) ? 1 : 0;
    }
    return changed;
  }

  private boolean shorten(Node node) {
    if (!node.domain().isEmpty()) {
      return false;
    }
    return switch (node.type()) {
      case "Transpose" -> transpose(node);
      case "Cast" -> cast(node);
      case "Reshape" -> reshape(node);
      case "Squeeze" -> undo(node, "Unsqueeze");
      case "Unsqueeze" -> undo(node, "Squeeze");
      default -> false;
    };
  }

  private Optional<Node> before(Node node) {
    return Optional.ofNullable(producers.get(node.input(0)));
  }

  private static boolean becomesIdentity(Node node, String input) {
    node.setInput(0, input).keepInputs(1).keepOutputs(1).setType("Identity");
    for (String attribute : Set.of("perm", "to", "saturate", "axes", "allowzero", "shape")) {
      node.without(attribute);
    }
    return true;
  }

  private boolean transpose(Node node) {
    Optional<long[]> last = node.integers("perm");
    if (last.isEmpty()) {
      return false;
    }
    long[] order = last.get();
    Optional<Node> before = before(node).filter(n -> n.is("Transpose"));
    Optional<long[]> first =
        before.flatMap(n -> n.integers("perm")).filter(p -> isOrder(p, order.length));
    boolean joined = first.isPresent() && isOrder(order, order.length);
    if (joined) {
      long[] both = Arrays.stream(order).map(d -> first.get()[(int) d]).toArray();
      node.setInput(0, before.get().input(0)).with("perm", both);
      last = Optional.of(both);
    }
    boolean nothingToDo = true;
    for (int d = 0; d < last.get().length; d++) {
      nothingToDo &= last.get()[d] == d;
    }
    return nothingToDo ? becomesIdentity(node, node.input(0)) : joined;
  }

  private static boolean isOrder(long[] order, int rank) {
    return order.length == rank
        && Arrays.stream(order).distinct().count() == rank
        && Arrays.stream(order).allMatch(d -> d >= 0 && d < rank);
  }

  private boolean cast(Node node) {
    long to = node.integer("to", 0);
    Optional<OnnxType> from = type(node.input(0));
    if (from.isPresent() && from.get().code() == to) {
      return becomesIdentity(node, node.input(0));
    }
    Optional<Node> before = before(node).filter(n -> n.is("Cast"));
    Optional<OnnxType> origin = before.flatMap(n -> type(n.input(0)));
    if (before.isEmpty()
        || origin.isEmpty()
        || from.isEmpty()
        || !holdsAll(from.get(), origin.get())) {
      return false;
    }
    if (origin.get().code() == to) {
      return becomesIdentity(node, before.get().input(0));
    }
    node.setInput(0, before.get().input(0));
    return true;
  }

  private Optional<OnnxType> type(String tensor) {
    return types.flatMap(t -> t.of(tensor)).flatMap(ValueType::type);
  }

  /** Whether every value of the narrow type is one of the wide type. */
  private static boolean holdsAll(OnnxType wide, OnnxType narrow) {
    return switch (wide) {
      case DOUBLE ->
          switch (narrow) {
            case FLOAT, FLOAT16, BFLOAT16, INT8, UINT8, INT16, UINT16, INT32, UINT32 -> true;
            default -> false;
          };
      case FLOAT ->
          switch (narrow) {
            case FLOAT16, BFLOAT16, INT8, UINT8, INT16, UINT16 -> true;
            default -> false;
          };
      case INT64 ->
          switch (narrow) {
            case INT8, UINT8, INT16, UINT16, INT32, UINT32 -> true;
            default -> false;
          };
      case INT32 ->
          switch (narrow) {
            case INT8, UINT8, INT16, UINT16 -> true;
            default -> false;
          };
      default -> false;
    };
  }

  private boolean reshape(Node node) {
    Optional<long[]> shape =
        graph
            .initializer(node.input(1))
            .filter(c -> c.type() == OnnxType.INT64)
            .map(Constant::toLongs);
    // a 0 copies a size from the input, which would be another one
    if (shape.isEmpty() || Arrays.stream(shape.get()).anyMatch(d -> d == 0)) {
      return false;
    }
    boolean changed = false;
    Optional<Node> before = before(node);
    while (before.isPresent()
        && before.get().domain().isEmpty()
        && KEEP_ORDER_OF_ELEMENTS.contains(before.get().type())) {
      node.setInput(0, before.get().input(0));
      changed = true;
      before = before(node);
    }
    return isShape(node.input(0), shape.get()) ? becomesIdentity(node, node.input(0)) : changed;
  }

  private boolean isShape(String tensor, long[] shape) {
    Optional<ValueType> type = types.flatMap(t -> t.of(tensor));
    if (type.isEmpty()
        || type.get().type().isEmpty()
        || type.get().shape().size() != shape.length) {
      return false;
    }
    int open = 0;
    for (int d = 0; d < shape.length; d++) {
      OptionalLong size = type.get().shape().get(d);
      if (size.isEmpty() && shape[d] == -1) {
        open++;
      } else if (size.isEmpty() || (shape[d] != size.getAsLong() && shape[d] != -1)) {
        return false;
      }
    }
    return open <= 1;
  }

  private boolean undo(Node node, String opposite) {
    Optional<Node> before = before(node).filter(n -> n.is(opposite));
    Optional<long[]> mine = axes(node);
    Optional<long[]> theirs = before.flatMap(this::axes);
    if (mine.isEmpty() || theirs.isEmpty() || !Arrays.equals(mine.get(), theirs.get())) {
      return false;
    }
    return becomesIdentity(node, before.get().input(0));
  }

  private Optional<long[]> axes(Node node) {
    return node.integers("axes")
        .or(
            () ->
                graph
                    .initializer(node.input(1))
                    .filter(c -> c.type() == OnnxType.INT64)
                    .map(Constant::toLongs))
        .map(axes -> Arrays.stream(axes).sorted().toArray());
  }
}

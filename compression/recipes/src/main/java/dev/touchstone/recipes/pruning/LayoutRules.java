package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.pruning.Coupling.Mark;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** Rules of operators that move, cut, join or drop elements without computing with them. */
final class LayoutRules {

  private final Graph graph;
  private final Coupling coupling;
  private final long opset;
  private final ShapeInputs shapeInputs;
  private final Factors factors;

  LayoutRules(Graph graph, Coupling coupling, long opset) {
    this.graph = graph;
    this.coupling = coupling;
    this.opset = opset;
    shapeInputs = new ShapeInputs(graph);
    factors = new Factors(coupling);
  }

  /** Couples what the node moves; false if it is no such operator or says too little. */
  boolean apply(Node node) {
    return switch (node.type()) {
      case "Transpose" -> transpose(node);
      case "Reshape" -> factors.reshape(node) && shapeInputs.keepComputed(node, coupling);
      case "Flatten", "Squeeze", "Unsqueeze" -> factors.reshape(node);
      case "Expand" -> expand(node);
      case "Concat" -> concat(node);
      case "Split" -> split(node);
      case "Slice" -> slice(node);
      case "Pad" -> pad(node);
      case "Resize", "Upsample" -> resize(node);
      case "DepthToSpace" -> depthToSpace(node);
      case "SpaceToDepth" -> spaceToDepth(node);
      default -> false;
    };
  }

  /** Settles which dimension of those that a Reshape merges or splits may lose indices. */
  void resolveFactors() {
    factors.resolve();
  }

  private TensorAxis in(Node node, int axis) {
    return new TensorAxis(node.input(0), axis);
  }

  private TensorAxis out(Node node, int axis) {
    return new TensorAxis(node.output(0), axis);
  }

  private int rank(Node node) {
    return coupling.rank(node.input(0)).orElse(0);
  }

  private void keep(TensorAxis axis, Node node) {
    coupling.pin(axis, node.type() + " " + node.label() + " runs along it");
  }

  private boolean transpose(Node node) {
    int rank = rank(node);
    long[] order =
        node.integers("perm")
            .orElseGet(() -> IntStream.range(0, rank).mapToLong(d -> rank - 1 - d).toArray());
    for (int d = 0; d < order.length; d++) {
      coupling.join(in(node, (int) order[d]), out(node, d));
    }
    return order.length == rank;
  }

  private boolean expand(Node node) {
    return CouplingRules.broadcast(coupling, node.input(0), node.output(0))
        && shapeInputs.keepComputed(node, coupling);
  }

  private boolean concat(Node node) {
    int rank = coupling.rank(node.output(0)).orElse(0);
    int axis = axis(node, rank, 0);
    int[] whole = coupling.atoms(out(node, axis));
    int at = 0;
    for (String input : node.inputs()) {
      TensorAxis part = new TensorAxis(input, axis);
      OptionalLong size = coupling.size(part);
      if (whole.length > 0 && size.isEmpty()) {
        return false;
      }
      joinPart(whole, at, coupling.atoms(part), size.orElse(0), node);
      at += (int) size.orElse(0);
      for (int d = 0; d < rank; d++) {
        if (d != axis) {
          coupling.join(new TensorAxis(input, d), out(node, d));
        }
      }
    }
    return whole.length == 0 || at == whole.length;
  }

  /** A part of one index has no atom of its own and stays. */
  private void joinPart(int[] whole, int at, int[] part, long size, Node node) {
    for (int i = 0; i < size && at + i < whole.length; i++) {
      if (part.length == size) {
        coupling.join(whole[at + i], part[i]);
      } else {
        coupling.mark(Mark.PINNED, whole[at + i], node.type() + " " + node.label() + " handles it");
      }
    }
  }

  private boolean split(Node node) {
    int rank = rank(node);
    int axis = axis(node, rank, 0);
    int[] whole = coupling.atoms(in(node, axis));
    int at = 0;
    for (String output : node.outputs()) {
      TensorAxis part = new TensorAxis(output, axis);
      OptionalLong size = coupling.size(part);
      if (output.isEmpty() || (whole.length > 0 && size.isEmpty())) {
        return false;
      }
      joinPart(whole, at, coupling.atoms(part), size.orElse(0), node);
      at += (int) size.orElse(0);
      for (int d = 0; d < rank; d++) {
        if (d != axis) {
          coupling.join(in(node, d), new TensorAxis(output, d));
        }
      }
    }
    return whole.length == 0 || at == whole.length;
  }

  private static int axis(Node node, int rank, int otherwise) {
    int axis = (int) node.integer("axis", otherwise);
    return axis < 0 ? axis + rank : axis;
  }

  private boolean slice(Node node) {
    Optional<Map<Integer, Cut>> cuts = Cut.of(node, graph, rank(node));
    if (cuts.isEmpty()) {
      return false;
    }
    for (int d = 0; d < rank(node); d++) {
      Cut cut = cuts.get().get(d);
      if (cut == null) {
        coupling.join(in(node, d), out(node, d));
      } else {
        cut(node, d, cut);
      }
    }
    return true;
  }

  private void cut(Node node, int axis, Cut cut) {
    int[] whole = coupling.atoms(in(node, axis));
    int[] part = coupling.atoms(out(node, axis));
    Optional<int[]> range = cut.range(whole.length);
    if (range.isEmpty() || part.length != range.get()[1] - range.get()[0]) {
      keep(in(node, axis), node);
      keep(out(node, axis), node);
      return;
    }
    for (int i = 0; i < part.length; i++) {
      coupling.join(whole[range.get()[0] + i], part[i]);
    }
  }

  private boolean pad(Node node) {
    int rank = rank(node);
    Optional<long[]> pads =
        opset < 11 ? node.integers("pads") : graph.constant(node.input(1)).map(Constant::toLongs);
    if (pads.isEmpty() || pads.get().length != 2 * rank || !node.input(3).isEmpty()) {
      return false;
    }
    for (int d = 0; d < rank; d++) {
      if (pads.get()[d] == 0 && pads.get()[d + rank] == 0) {
        coupling.join(in(node, d), out(node, d));
      } else {
        keep(in(node, d), node);
        keep(out(node, d), node);
      }
    }
    return true;
  }

  private boolean resize(Node node) {
    for (int d = 0; d < rank(node); d++) {
      boolean same = coupling.size(in(node, d)).equals(coupling.size(out(node, d)));
      if (d < 2 && same) {
        coupling.join(in(node, d), out(node, d));
      } else {
        keep(in(node, d), node);
        keep(out(node, d), node);
      }
    }
    return node.integers("axes").isEmpty() && shapeInputs.keepComputed(node, coupling);
  }

  private boolean depthToSpace(Node node) {
    int block = (int) node.integer("blocksize", 1);
    boolean blockFirst = node.text("mode", "DCR").equals("DCR");
    int[] deep = coupling.atoms(in(node, 1));
    int[] flat = coupling.atoms(out(node, 1));
    int blocks = block * block;
    if (flat.length * blocks != deep.length) {
      return false;
    }
    for (int i = 0; i < deep.length; i++) {
      coupling.join(flat[blockFirst ? i % flat.length : i / blocks], deep[i]);
    }
    return keepSpace(node);
  }

  private boolean spaceToDepth(Node node) {
    int block = (int) node.integer("blocksize", 1);
    int[] flat = coupling.atoms(in(node, 1));
    int[] deep = coupling.atoms(out(node, 1));
    if (flat.length == 0 || flat.length * block * block != deep.length) {
      return false;
    }
    for (int i = 0; i < deep.length; i++) {
      coupling.join(flat[i % flat.length], deep[i]);
    }
    return keepSpace(node);
  }

  private boolean keepSpace(Node node) {
    coupling.join(in(node, 0), out(node, 0));
    for (int d = 2; d < rank(node); d++) {
      keep(in(node, d), node);
      keep(out(node, d), node);
    }
    return true;
  }

  /** A mean over channels changes with their number. */
  boolean reduce(Node node) {
    int rank = rank(node);
    Optional<Set<Integer>> axes = reducedAxes(node, rank);
    if (axes.isEmpty()) {
      return false;
    }
    boolean kept = node.integer("keepdims", 1) != 0;
    int at = 0;
    for (int d = 0; d < rank; d++) {
      if (axes.get().contains(d)) {
        String text = node.type() + " " + node.label() + " averages over it";
        coupling.mark(Mark.AVERAGED, in(node, d), text);
        at += kept ? 1 : 0;
      } else {
        coupling.join(in(node, d), out(node, at++));
      }
    }
    return OptionalInt.of(at).equals(coupling.rank(node.output(0)));
  }

  private Optional<Set<Integer>> reducedAxes(Node node, int rank) {
    Optional<long[]> axes = node.integers("axes");
    if (axes.isEmpty() && !node.input(1).isEmpty()) {
      axes = graph.constant(node.input(1)).map(Constant::toLongs);
      if (axes.isEmpty()) {
        return Optional.empty();
      }
    }
    Set<Integer> result = new LinkedHashSet<>();
    if (axes.isEmpty() || axes.get().length == 0) {
      if (node.integer("noop_with_empty_axes", 0) == 0) {
        IntStream.range(0, rank).forEach(result::add);
      }
      return Optional.of(result);
    }
    Arrays.stream(axes.get()).forEach(a -> result.add((int) (a < 0 ? a + rank : a)));
    return Optional.of(result);
  }

  /**
   * What a Slice cuts along one dimension.
   *
   * @param start first index, from the end if negative
   * @param end index behind the last, from the end if negative
   * @param known whether the bounds are constants and the step is 1
   */
  record Cut(long start, long end, boolean known) {

    /** First index and the one behind the last; empty if they are not known. */
    Optional<int[]> range(int size) {
      if (!known || size == 0) {
        return Optional.empty();
      }
      long from = Math.min(Math.max(start < 0 ? start + size : start, 0), size);
      long to = Math.min(Math.max(end < 0 ? end + size : end, from), size);
      return Optional.of(new int[] {(int) from, (int) to});
    }

    /** The cut dimensions; empty if it is not known which they are. */
    static Optional<Map<Integer, Cut>> of(Node node, Graph graph, int rank) {
      Optional<long[]> starts = numbers(node, graph, "starts", 1);
      Optional<long[]> ends = numbers(node, graph, "ends", 2);
      Optional<long[]> axes = numbers(node, graph, "axes", 3);
      Optional<long[]> steps = numbers(node, graph, "steps", 4);
      boolean named = node.integers("axes").isPresent() || !node.input(3).isEmpty();
      if (axes.isEmpty() && (named || starts.isEmpty())) {
        return Optional.empty();
      }
      long[] which =
          axes.orElseGet(() -> IntStream.range(0, starts.get().length).asLongStream().toArray());
      boolean plain =
          node.input(4).isEmpty()
              || steps.map(s -> Arrays.stream(s).allMatch(v -> v == 1)).orElse(false);
      Map<Integer, Cut> cuts = new HashMap<>();
      for (int i = 0; i < which.length; i++) {
        int axis = (int) (which[i] < 0 ? which[i] + rank : which[i]);
        boolean known = plain && starts.isPresent() && ends.isPresent();
        cuts.put(
            axis, known ? new Cut(starts.get()[i], ends.get()[i], true) : new Cut(0, 0, false));
      }
      return Optional.of(cuts);
    }

    private static Optional<long[]> numbers(Node node, Graph graph, String name, int input) {
      return node.integers(name).or(() -> graph.constant(node.input(input)).map(Constant::toLongs));
    }
  }
}

package dev.touchstone.recipes.anatomy;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out in which numbers the nodes of a graph compute.
 *
 * <p>A node between DequantizeLinear and QuantizeLinear computes in whole numbers, as the QDQ form
 * means it; a Gemm or MatMul may give floats. Whether ONNX Runtime has a kernel for it is seen in
 * the graph that the runtime makes of the model.
 */
final class Precisions {

  private static final Set<String> CONVERSIONS =
      Set.of("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "Cast", "CastLike");

  private static final Set<String> SUMS = Set.of("Gemm", "MatMul");

  /** Become part of the range of what is before them. */
  private static final Set<String> ACTIVATIONS = Set.of("Relu", "Clip");

  private final Graph graph;
  private final Extents extents;
  private final Reading reading;
  private final Map<String, Node> producers;
  private final Map<String, List<Node>> consumers;

  /**
   * Looks at one graph.
   *
   * @param reading whether QuantizeLinear and DequantizeLinear around a node mean something
   */
  Precisions(Graph graph, Extents extents, Reading reading) {
    this.graph = graph;
    this.reading = reading;
    this.extents = extents;
    this.producers = graph.producers();
    this.consumers = graph.consumers();
  }

  Precision of(Node node) {
    String type = node.type();
    if (CONVERSIONS.contains(type)) {
      return Precision.CONVERSION;
    }
    if (type.equals("MatMulNBits") || type.equals("GatherBlockQuantized")) {
      return node.integer("bits", 4) > 4 ? Precision.WEIGHTS_8 : Precision.WEIGHTS_4;
    }
    boolean integer =
        type.startsWith("QLinear")
            || type.startsWith("DynamicQuantize")
            || type.contains("Integer")
            || type.equals("QGemm")
            || type.equals("QAttention")
            || type.equals("QMoE");
    if (integer) {
      return Precision.INT8;
    }
    Optional<OnnxType> given = elementType(node);
    if (given.isEmpty()) {
      return Precision.UNKNOWN;
    }
    return given.get().isReal() ? real(node, given.get()) : whole(given.get());
  }

  private Optional<OnnxType> elementType(Node node) {
    return node.outputs().stream()
        .flatMap(t -> extents.type(t).stream())
        .findFirst()
        .or(() -> extents.type(node.input(0)));
  }

  private static Precision whole(OnnxType type) {
    return switch (type) {
      case INT8, UINT8 -> Precision.INT8;
      case INT16, UINT16 -> Precision.INT16;
      default -> Precision.WHOLE;
    };
  }

  private Precision real(Node node, OnnxType type) {
    Optional<Precision> quantized = between(node);
    if (quantized.isPresent()) {
      return quantized.get();
    }
    int bits = storedBits(node);
    if (bits > 0) {
      return bits > 4 ? Precision.WEIGHTS_8 : Precision.WEIGHTS_4;
    }
    return switch (type) {
      case FLOAT16 -> Precision.FLOAT16;
      case BFLOAT16 -> Precision.BFLOAT16;
      case DOUBLE -> Precision.FLOAT64;
      default -> Precision.FLOAT32;
    };
  }

  /** Whether all activations come out of DequantizeLinear and the result goes into the opposite. */
  private Optional<Precision> between(Node node) {
    if (reading == Reading.AS_RUN) {
      return Optional.empty();
    }
    if (ACTIVATIONS.contains(node.type())) {
      Node before = producers.get(node.input(0));
      if (before != null && !ACTIVATIONS.contains(before.type()) && goesInto(node, before)) {
        return between(before);
      }
    }
    boolean any = false;
    OnnxType widest = OnnxType.UINT8;
    for (String input : node.inputs()) {
      if (input.isEmpty() || isConstant(input, 0)) {
        continue;
      }
      Node from = producers.get(input);
      if (from == null || !from.type().equals("DequantizeLinear")) {
        return Optional.empty();
      }
      any = true;
      Optional<OnnxType> stored = extents.type(from.input(0));
      widest = stored.filter(t -> t.bits() > 8).orElse(widest);
    }
    boolean quantizes =
        node.outputs().stream().filter(t -> !t.isEmpty()).allMatch(t -> isQuantized(t, true));
    boolean multipliesStored = SUMS.contains(node.type()) && storedBits(node) == 8;
    if (!any || !(quantizes || multipliesStored)) {
      return Optional.empty();
    }
    return Optional.of(widest.bits() > 8 ? Precision.INT16 : Precision.INT8);
  }

  /** Whether only a QuantizeLinear reads a tensor, itself or behind a Relu or Clip. */
  private boolean isQuantized(String tensor, boolean behindActivation) {
    List<Node> readers = consumers.getOrDefault(tensor, List.of());
    return !graph.outputNames().contains(tensor)
        && !readers.isEmpty()
        && readers.stream()
            .allMatch(
                n ->
                    n.type().equals("QuantizeLinear")
                        || (behindActivation
                            && ACTIVATIONS.contains(n.type())
                            && isQuantized(n.output(0), false)));
  }

  private boolean goesInto(Node activation, Node before) {
    return consumers.getOrDefault(before.output(0), List.of()).equals(List.of(activation))
        && isQuantized(activation.output(0), false);
  }

  /** Bits in which the constant operands are stored; 0 if that is as wide as they are used. */
  private int storedBits(Node node) {
    int fewest = 0;
    for (String input : node.inputs()) {
      int bits = storedBits(input, 0);
      fewest = bits == 0 ? fewest : fewest == 0 ? bits : Math.min(fewest, bits);
    }
    return fewest;
  }

  /** Looks through what turns stored numbers into floats. */
  private int storedBits(String tensor, int depth) {
    Node from = producers.get(tensor);
    if (from == null || depth > 4) {
      return 0;
    }
    boolean opens =
        from.type().equals("DequantizeLinear")
            || from.is("Cast")
            || from.is("Mul")
            || from.is("Sub")
            || from.is("Gather")
            || from.is("Reshape")
            || from.is("Transpose");
    if (!opens) {
      return 0;
    }
    Optional<Constant> held = graph.initializer(from.input(0));
    if (held.isPresent()) {
      int bits = held.get().type().isReal() ? 0 : held.get().type().bits();
      return bits <= 8 ? bits : 0;
    }
    return storedBits(from.input(0), depth + 1);
  }

  /** Whether a tensor depends on initializers only, looking a few nodes back. */
  private boolean isConstant(String tensor, int depth) {
    if (graph.initializer(tensor).isPresent()) {
      return true;
    }
    Node from = producers.get(tensor);
    return from != null
        && depth < 4
        && (from.is("Constant") || !from.reads().isEmpty())
        && from.reads().stream().allMatch(t -> isConstant(t, depth + 1));
  }
}

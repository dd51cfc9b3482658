package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A layer that multiplies by constant 8-bit levels behind a DequantizeLinear, or behind Cast and
 * Mul: {@code w = (level − zero) · scale}.
 */
final class QuantizedLayer {

  private final Node node;
  private final Constant levels;
  private final float[] scales;
  private final long[] zeros;
  private final WeightRows rows;
  private final int axisSize;
  private final int inner;

  private QuantizedLayer(
      Node node,
      Constant levels,
      float[] scales,
      long[] zeros,
      WeightRows rows,
      int axisSize,
      int inner) {
    this.node = node;
    this.levels = levels;
    this.scales = scales;
    this.zeros = zeros;
    this.rows = rows;
    this.axisSize = axisSize;
    this.inner = inner;
  }

  /** All layers of a graph, in the order of its nodes. */
  static List<QuantizedLayer> all(Graph graph) {
    Map<String, Node> producers = graph.producers();
    List<QuantizedLayer> layers = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Node dequantize = producers.get(node.input(1));
      if (dequantize != null
          && dequantize.type().equals("DequantizeLinear")
          && dequantize.integer("block_size", 0) == 0) {
        of(graph, node, dequantize).ifPresent(layers::add);
      } else if (dequantize != null && dequantize.is("Mul")) {
        stored(graph, producers, node, dequantize).ifPresent(layers::add);
      }
    }
    return List.copyOf(layers);
  }

  private static Optional<QuantizedLayer> of(Graph graph, Node node, Node dequantize) {
    Optional<Constant> levels = levels(graph, dequantize.input(0));
    Optional<Constant> scale = graph.initializer(dequantize.input(1));
    if (levels.isEmpty() || scale.isEmpty() || scale.get().type() != OnnxType.FLOAT) {
      return Optional.empty();
    }
    String zeroName = dequantize.input(2);
    long[] zeros = new long[Math.toIntExact(scale.get().size())];
    if (!zeroName.isEmpty()) {
      Optional<Constant> given = graph.initializer(zeroName);
      if (given.isEmpty()) {
        return Optional.empty();
      }
      zeros = given.get().toLongs();
    }
    long[] shape = levels.get().shape();
    long axis = dequantize.integer("axis", 1);
    int along = Math.toIntExact(axis < 0 ? axis + shape.length : axis);
    return of(node, levels.get(), scale.get().toFloats(), zeros, along);
  }

  /** Weights that are stored in 8 bits for float arithmetic: behind Cast and Mul. */
  private static Optional<QuantizedLayer> stored(
      Graph graph, Map<String, Node> producers, Node node, Node multiply) {
    Node cast = producers.get(multiply.input(0));
    Optional<Constant> levels =
        cast != null && cast.is("Cast") ? levels(graph, cast.input(0)) : Optional.empty();
    Optional<Constant> scale =
        graph.initializer(multiply.input(1)).filter(s -> s.type() == OnnxType.FLOAT);
    if (levels.isEmpty() || scale.isEmpty()) {
      return Optional.empty();
    }
    int along = levels.get().shape().length - scale.get().shape().length;
    boolean fits =
        scale.get().size() == 1
            || (along >= 0 && levels.get().shape()[along] == scale.get().size());
    long[] zeros = new long[Math.toIntExact(scale.get().size())];
    return fits ? of(node, levels.get(), scale.get().toFloats(), zeros, along) : Optional.empty();
  }

  private static Optional<Constant> levels(Graph graph, String name) {
    return graph
        .initializer(name)
        .filter(l -> l.type() == OnnxType.INT8 || l.type() == OnnxType.UINT8);
  }

  private static Optional<QuantizedLayer> of(
      Node node, Constant levels, float[] scales, long[] zeros, int along) {
    long[] shape = levels.shape();
    boolean one = scales.length == 1;
    int axisSize = one ? 1 : Math.toIntExact(shape[along]);
    int inner = 1;
    for (int d = along + 1; !one && d < shape.length; d++) {
      inner = Math.toIntExact(inner * shape[d]);
    }
    int innerSize = inner;
    return WeightRows.of(node, shape)
        .map(rows -> new QuantizedLayer(node, levels, scales, zeros, rows, axisSize, innerSize));
  }

  Node node() {
    return node;
  }

  WeightRows rows() {
    return rows;
  }

  /** The constant of the levels. */
  Constant levels() {
    return levels;
  }

  /** One scale, or one a channel. */
  float[] scales() {
    return scales.clone();
  }

  /** Whether each output channel has one scale, so that its weights can be rounded together. */
  boolean scaledByRow() {
    if (scales.length == 1) {
      return true;
    }
    for (int r = 0; r < rows.rows(); r++) {
      if (scales.length != rows.rows() || scaleIndex(rows.at(r, 0)) != r) {
        return false;
      }
    }
    return rows.columns() == 1 || scaleIndex(rows.at(0, 1)) == 0;
  }

  private int scaleIndex(int at) {
    return scales.length == 1 ? 0 : at / inner % axisSize;
  }

  /** Scale of a weight. */
  float scale(int at) {
    return scales[scaleIndex(at)];
  }

  /** Level that stands for 0 at a weight. */
  long zero(int at) {
    return zeros[zeros.length == 1 ? 0 : scaleIndex(at)];
  }

  /** What the levels stand for, in the order of the weights. */
  float[] values() {
    long[] stored = levels.toLongs();
    float[] values = new float[stored.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (stored[i] - zero(i)) * scale(i);
    }
    return values;
  }

  /**
   * Smallest and largest level in use, from the one of 0; rounding keeps to 7 bits where they do.
   */
  long[] reach() {
    long[] stored = levels.toLongs();
    long[] reach = new long[2];
    for (int i = 0; i < stored.length; i++) {
      reach[0] = Math.min(reach[0], stored[i] - zero(i));
      reach[1] = Math.max(reach[1], stored[i] - zero(i));
    }
    return reach;
  }

  /** Puts other levels in the place of these, for this node and all that share its weights. */
  void put(Graph graph, long[] changed) {
    graph.put(Constant.integers(levels.name(), levels.type(), levels.shape(), changed));
  }

  /** The scale of the layer's input, if that is quantized with one constant scale. */
  Optional<Float> inputScale(Graph graph) {
    Node before = graph.producers().get(node.input(0));
    return Optional.ofNullable(before)
        .filter(b -> b.type().equals("DequantizeLinear"))
        .flatMap(b -> graph.initializer(b.input(1)))
        .filter(s -> s.size() == 1)
        .map(s -> s.toFloats()[0]);
  }

  @Override
  public String toString() {
    return node.label() + " " + Arrays.toString(levels.shape());
  }
}

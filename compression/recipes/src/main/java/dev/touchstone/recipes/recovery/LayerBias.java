package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;
import java.util.Optional;

/** Moves the outputs of a quantized layer by one number a channel. */
final class LayerBias {

  private LayerBias() {}

  /**
   * Adds numbers to the bias, wherever it stands: 32-bit levels behind a DequantizeLinear, floats,
   * the Add behind a MatMul, or none yet.
   *
   * @param moves one a channel, in the unit of the layer's output
   * @return whether there was a place for them
   */
  static boolean move(Graph graph, QuantizedLayer layer, double[] moves) {
    Node node = layer.node();
    if (node.is("MatMul")) {
      Optional<Node> add = Bias.onlyReader(graph, node.output(0)).filter(n -> n.is("Add"));
      return add.flatMap(a -> Bias.of(graph, a, moves.length))
          .map(bias -> moved(graph, bias, moves))
          .orElse(false);
    }
    if (node.input(2).isEmpty()) {
      return moveFromNothing(graph, layer, moves);
    }
    Optional<Constant> floats =
        graph.constant(node.input(2)).filter(c -> c.type() == OnnxType.FLOAT);
    if (floats.isPresent()) {
      return Bias.isRow(floats.get(), moves.length)
          && moved(graph, new Bias(node, 2, floats.get()), moves);
    }
    Node restore = graph.producers().get(node.input(2));
    return restore != null && restore.is("DequantizeLinear") && move(graph, node, restore, moves);
  }

  private static boolean moved(Graph graph, Bias bias, double[] moves) {
    float[] values = bias.constant().toFloats();
    for (int c = 0; c < values.length; c++) {
      values[c] = (float) (values[c] + moves[c]);
    }
    FloatLayer.replace(graph, bias.reader(), bias.input(), bias.constant(), values);
    return true;
  }

  private static boolean move(Graph graph, Node node, Node restore, double[] moves) {
    Optional<Constant> levels = graph.initializer(restore.input(0));
    Optional<Constant> scale = graph.initializer(restore.input(1));
    if (levels.isEmpty() || scale.isEmpty() || levels.get().size() != moves.length) {
      return false;
    }
    float[] scales = scale.get().toFloats();
    long[] moved = levels.get().toLongs();
    for (int c = 0; c < moved.length; c++) {
      moved[c] = clamped(moved[c] + moves[c] / scales[scales.length == 1 ? 0 : c]);
    }
    boolean shared =
        graph.consumers().getOrDefault(restore.input(0), List.of()).size() > 1
            || graph.consumers().getOrDefault(restore.output(0), List.of()).size() > 1;
    String name = shared ? graph.freshName(levels.get().name() + ".own") : levels.get().name();
    graph.put(Constant.integers(name, levels.get().type(), levels.get().shape(), moved));
    if (shared) {
      Node own = graph.add(restore.copy());
      String restored = graph.freshName(restore.output(0) + ".own");
      own.setInput(0, name).setOutput(0, restored);
      node.setInput(2, restored);
    }
    return true;
  }

  /** A bias in units of input scale times weight scale, as integer kernels need it. */
  private static boolean moveFromNothing(Graph graph, QuantizedLayer layer, double[] moves) {
    Optional<Float> input = layer.inputScale(graph);
    if (input.isEmpty() || !layer.scaledByRow()) {
      return false;
    }
    float[] scales = layer.scales();
    long[] levels = new long[moves.length];
    for (int s = 0; s < scales.length; s++) {
      scales[s] *= input.get();
    }
    for (int c = 0; c < levels.length; c++) {
      levels[c] = clamped(moves[c] / scales[scales.length == 1 ? 0 : c]);
    }
    String base = graph.freshName(layer.levels().name() + ".bias");
    graph.put(Constant.integers(base, OnnxType.INT32, new long[] {levels.length}, levels));
    graph.put(
        scales.length == 1
            ? Constant.scalar(base + ".s", scales[0])
            : Constant.floats(base + ".s", new long[] {scales.length}, scales));
    String restored = graph.freshName(base + ".dq");
    Node restore =
        graph.add(Node.of("DequantizeLinear", "", List.of(base, base + ".s"), List.of(restored)));
    if (scales.length > 1) {
      restore.with("axis", 0L);
    }
    layer.node().setInput(2, restored);
    return true;
  }

  private static long clamped(double level) {
    return Math.round(Math.rint(Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, level))));
  }
}

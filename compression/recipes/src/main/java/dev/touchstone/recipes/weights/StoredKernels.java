package dev.touchstone.recipes.weights;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;

/**
 * Weights of convolutions, which no operator of ONNX Runtime reads in blocks: behind Cast, Sub and
 * Mul, which it evaluates once when it loads the model. Small in the file; in memory, and in speed,
 * as in floats.
 *
 * <pre>
 *   levels [rows, blocks, size] -- Cast -- Sub(zeros) -- Mul(scales) -- Reshape -- weights
 * </pre>
 */
final class StoredKernels {

  private StoredKernels() {}

  /**
   * Writes weights down.
   *
   * @param shape of the weights in floats
   * @return name of the tensor that stands for them
   */
  static String write(Graph graph, String source, BlockedMatrix weights, long[] shape) {
    int bits = weights.blocks().bits();
    int inRow = weights.blocksInRow();
    boolean padded = inRow > 1 && weights.columns() % weights.blocks().size() != 0;
    byte[] levels = padded ? Packing.padded(weights) : weights.levels();
    long size = inRow == 1 ? weights.columns() : weights.blocks().size();
    String name = graph.freshName(source + ".q" + bits);
    OnnxType type = bits == 4 ? OnnxType.UINT4 : OnnxType.UINT8;
    long[] blocked = {weights.rows(), inRow, size};
    graph.put(Constant.raw(name, type, blocked, Packing.packed(levels, bits)));
    long[] grids = {weights.rows(), inRow, 1};
    graph.put(Constant.floats(name + "s", grids, weights.scales()));
    String zeros = zeros(graph, name, weights, grids);
    add(graph, "Cast", List.of(name), name + ".f").with("to", OnnxType.FLOAT.code());
    add(graph, "Sub", List.of(name + ".f", zeros), name + ".c");
    add(graph, "Mul", List.of(name + ".c", name + "s"), name + ".m");
    String from = name + ".m";
    if (padded) {
      from = cut(graph, name, weights, from);
    }
    String restored = graph.freshName(source + ".w");
    add(graph, "Reshape", List.of(from, integers(graph, name + ".shape", shape)), restored);
    return restored;
  }

  private static String zeros(Graph graph, String name, BlockedMatrix weights, long[] grids) {
    if (weights.symmetric()) {
      return graph.put(Constant.scalar(name + "z", 1 << (weights.blocks().bits() - 1))).name();
    }
    graph.put(Constant.raw(name + "z", OnnxType.UINT8, grids, weights.zeros()));
    add(graph, "Cast", List.of(name + "z"), name + "zf").with("to", OnnxType.FLOAT.code());
    return name + "zf";
  }

  /** Cuts off what fills the last block of each row. */
  private static String cut(Graph graph, String name, BlockedMatrix weights, String from) {
    long width = (long) weights.blocksInRow() * weights.blocks().size();
    String rows = integers(graph, name + ".rows", weights.rows(), width);
    add(graph, "Reshape", List.of(from, rows), name + ".p");
    List<String> inputs =
        List.of(
            name + ".p",
            integers(graph, name + ".from", 0),
            integers(graph, name + ".to", weights.columns()),
            integers(graph, name + ".axis", 1));
    add(graph, "Slice", inputs, name + ".cut");
    return name + ".cut";
  }

  private static String integers(Graph graph, String name, long... values) {
    long[] shape = {values.length};
    return graph.put(Constant.integers(name, OnnxType.INT64, shape, values)).name();
  }

  private static Node add(Graph graph, String type, List<String> inputs, String output) {
    return graph.add(Node.of(type, "", inputs, List.of(output)));
  }
}

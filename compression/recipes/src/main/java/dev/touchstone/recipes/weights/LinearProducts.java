package dev.touchstone.recipes.weights;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Products as ONNX's own operators of opset 21: weights {@code [K, N]} behind a DequantizeLinear
 * with a block size along axis 0, and a MatMul, which ONNX Runtime merges into MatMulNBits.
 */
final class LinearProducts implements ProductWriter {

  private final Map<String, String> written = new HashMap<>();

  @Override
  public void write(Graph graph, Product product, BlockedMatrix weights) {
    String restored =
        written.computeIfAbsent(product.key(), k -> restored(graph, product.source(), weights));
    String result = ProductWriter.resultOf(graph, product);
    List<String> inputs = List.of(product.node().input(0), restored);
    graph.add(Node.of("MatMul", product.node().name(), inputs, List.of(result)));
    graph.remove(List.of(product.node()));
  }

  private static String restored(Graph graph, String source, BlockedMatrix weights) {
    int bits = weights.blocks().bits();
    int inRow = weights.blocksInRow();
    // signed levels are unsigned ones with the top bit turned; their zero is 0 and need not be told
    int flip = weights.symmetric() ? 1 << (bits - 1) : 0;
    byte[] turned = turned(weights.levels(), weights.columns(), flip);
    String levels = graph.freshName(source + ".q" + bits);
    OnnxType type = type(bits, weights.symmetric());
    long[] shape = {weights.columns(), weights.rows()};
    graph.put(Constant.raw(levels, type, shape, Packing.packed(turned, bits)));
    long[] grids = {inRow, weights.rows()};
    graph.put(Constant.floats(levels + "s", grids, turned(weights.scales(), inRow)));
    List<String> inputs = new ArrayList<>(List.of(levels, levels + "s"));
    if (!weights.symmetric()) {
      byte[] zeros = Packing.packed(turned(weights.zeros(), inRow, 0), bits);
      graph.put(Constant.raw(levels + "z", type, grids, zeros));
      inputs.add(levels + "z");
    }
    String restored = graph.freshName(source + ".dq");
    graph.add(
        Node.of("DequantizeLinear", "", inputs, List.of(restored))
            .with("axis", 0L)
            .with("block_size", (long) weights.blocks().size()));
    return restored;
  }

  private static OnnxType type(int bits, boolean signed) {
    if (bits == 4) {
      return signed ? OnnxType.INT4 : OnnxType.UINT4;
    }
    return signed ? OnnxType.INT8 : OnnxType.UINT8;
  }

  private static byte[] turned(byte[] values, int columns, int flip) {
    int rows = values.length / columns;
    byte[] turned = new byte[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = (byte) (values[r * columns + c] ^ flip);
      }
    }
    return turned;
  }

  private static float[] turned(float[] values, int columns) {
    return Matrix.ofColumns(
            Constant.floats("", new long[] {values.length / columns, columns}, values))
        .values();
  }
}

package dev.touchstone.recipes.weights;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.QuantizeWeights.Arithmetic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Products as {@code com.microsoft.MatMulNBits} (ONNX Runtime, docs/ContribOperators.md): weights
 * {@code [N, blocks, bytes of a block]}, scales {@code [N · blocks]}, zero points packed like the
 * weights, each row in whole bytes; without zero points they are in the middle.
 */
final class NBitsProducts implements ProductWriter {

  private final Arithmetic arithmetic;
  private final Map<String, List<String>> written = new HashMap<>();

  NBitsProducts(Arithmetic arithmetic) {
    this.arithmetic = arithmetic;
  }

  @Override
  public void write(Graph graph, Product product, BlockedMatrix weights) {
    List<String> inputs = new ArrayList<>(List.of(product.node().input(0)));
    inputs.addAll(
        written.computeIfAbsent(product.key(), k -> constants(graph, product.source(), weights)));
    String result = ProductWriter.resultOf(graph, product);
    graph.add(
        Node.of("MatMulNBits", product.node().name(), inputs, List.of(result))
            .setDomain(MICROSOFT)
            .with("K", (long) weights.columns())
            .with("N", (long) weights.rows())
            .with("bits", (long) weights.blocks().bits())
            .with("block_size", (long) weights.blocks().size())
            .with("accuracy_level", arithmetic == Arithmetic.INT8 ? 4L : 1L));
    graph.remove(List.of(product.node()));
  }

  /** The domain of ONNX Runtime's own operators. */
  static final String MICROSOFT = "com.microsoft";

  private static List<String> constants(Graph graph, String source, BlockedMatrix weights) {
    int bits = weights.blocks().bits();
    int size = weights.blocks().size();
    int inRow = weights.blocksInRow();
    String levels = graph.freshName(source + ".q" + bits);
    long[] shape = {weights.rows(), inRow, (long) size * bits / 8};
    byte[] padded = Packing.packed(Packing.padded(weights), bits);
    graph.put(Constant.raw(levels, OnnxType.UINT8, shape, padded));
    long[] count = {(long) weights.rows() * inRow};
    graph.put(Constant.floats(levels + "s", count, weights.scales()));
    if (weights.symmetric()) {
      return List.of(levels, levels + "s");
    }
    byte[] zeros = Packing.packedRows(weights.zeros(), inRow, bits);
    long[] bytes = {zeros.length};
    graph.put(Constant.raw(levels + "z", OnnxType.UINT8, bytes, zeros));
    return List.of(levels, levels + "s", levels + "z");
  }
}

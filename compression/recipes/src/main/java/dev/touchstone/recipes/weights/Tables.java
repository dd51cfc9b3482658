package dev.touchstone.recipes.weights;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tables that Gather reads rows of, as {@code com.microsoft.GatherBlockQuantized}: rows {@code
 * [rows, bytes of a row]}, scales and zero points {@code [rows, blocks]}, zero points packed like
 * the rows.
 */
final class Tables {

  private Tables() {}

  /** The table that a node reads rows of; empty if it is none that can be stored so. */
  static Optional<Constant> of(Graph graph, Node gather) {
    return gather.is("Gather") && gather.integer("axis", 0) == 0
        ? graph
            .initializer(gather.input(0))
            .filter(t -> t.type() == OnnxType.FLOAT && t.shape().length == 2)
            // a byte holds two columns: an odd last one would need a byte that no row ends with
            .filter(t -> t.shape()[1] > 0 && t.shape()[1] % 2 == 0)
        : Optional.empty();
  }

  static void write(Graph graph, Node gather, BlockedMatrix table) {
    int bits = table.blocks().bits();
    String levels = graph.freshName(gather.input(0) + ".q" + bits);
    byte[] packed = Packing.packed(table.levels(), bits);
    long[] shape = {table.rows(), (long) table.columns() * bits / 8};
    graph.put(Constant.raw(levels, OnnxType.UINT8, shape, packed));
    long[] grids = {table.rows(), table.blocksInRow()};
    graph.put(Constant.floats(levels + "s", grids, table.scales()));
    List<String> inputs = new ArrayList<>(List.of(levels, gather.input(1), levels + "s"));
    if (!table.symmetric()) {
      byte[] zeros = Packing.packedRows(table.zeros(), table.blocksInRow(), bits);
      long[] rows = {table.rows(), zeros.length / table.rows()};
      graph.put(Constant.raw(levels + "z", OnnxType.UINT8, rows, zeros));
      inputs.add(levels + "z");
    }
    graph.add(
        Node.of("GatherBlockQuantized", gather.name(), inputs, gather.outputs())
            .setDomain(NBitsProducts.MICROSOFT)
            .with("bits", (long) bits)
            .with("block_size", (long) table.blocks().size())
            .with("gather_axis", 0L)
            .with("quantize_axis", 1L));
    graph.remove(List.of(gather));
  }
}

package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Step.Granularity;
import java.util.List;
import java.util.Optional;

/**
 * Tables that Gather reads rows of, in 8 bits: the rows are gathered as they are stored and only
 * those are turned into floats.
 *
 * <pre>
 *   table8, indices -- Gather -- DQ -- rows
 * </pre>
 */
final class Embeddings {

  /** Smaller tables are not worth the DequantizeLinear. */
  private static final long SMALLEST_ELEMENTS = 4096;

  private Embeddings() {}

  /** Quantizes tables, one scale each, and tells how many. */
  static int quantize(Graph graph, NodeFilter filter) {
    int quantized = 0;
    for (Node gather : graph.nodes()) {
      Optional<Constant> table = graph.initializer(gather.input(0));
      boolean taken =
          gather.is("Gather")
              && filter.takes(gather.name(), gather.type())
              && table.isPresent()
              && table.get().type() == OnnxType.FLOAT
              && table.get().shape().length == 2
              && table.get().size() >= SMALLEST_ELEMENTS
              && !graph.outputNames().contains(gather.output(0));
      if (taken) {
        quantize(graph, gather, table.get());
        quantized++;
      }
    }
    return quantized;
  }

  private static void quantize(Graph graph, Node gather, Constant table) {
    // one scale serves whichever axis the rows are gathered along
    ChannelLayout layout =
        ChannelLayout.of(Node.of("MatMul", "", List.of(), List.of()), table).orElseThrow();
    QuantizedWeights stored =
        QuantizedWeights.of(table, layout, Granularity.PER_TENSOR, QuantizedWeights.EIGHT_BITS);
    String levels = graph.freshName(table.name() + ".q");
    graph.put(stored.levels(levels));
    graph.put(stored.scales(levels + "s"));
    String rows = gather.output(0);
    String gathered = graph.freshName(rows + ".q");
    gather.setInput(0, levels).setOutput(0, gathered);
    graph.add(Node.of("DequantizeLinear", "", List.of(gathered, levels + "s"), List.of(rows)));
  }
}

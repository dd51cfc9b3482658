package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer that multiplies a tensor by constant floats.
 *
 * @param node Conv, Gemm or MatMul
 * @param weights constant of 32-bit floats
 * @param rows how the weights are read
 */
record FloatLayer(Node node, Constant weights, WeightRows rows) {

  /** The layer of a node, if it is one. */
  static Optional<FloatLayer> of(Graph graph, Node node) {
    Optional<Constant> weights =
        graph.constant(node.input(1)).filter(w -> w.type() == OnnxType.FLOAT);
    return weights.flatMap(
        w -> WeightRows.of(node, w.shape()).map(rows -> new FloatLayer(node, w, rows)));
  }

  /** All layers of a graph, in the order of its nodes. */
  static List<FloatLayer> all(Graph graph) {
    List<FloatLayer> layers = new ArrayList<>();
    for (Node node : graph.nodes()) {
      of(graph, node).ifPresent(layers::add);
    }
    return List.copyOf(layers);
  }

  /** Gives the node other weights; a constant that others read as well stays as it is for them. */
  static void replace(Graph graph, Node node, int input, Constant old, float[] values) {
    boolean initializer = graph.initializer(old.name()).isPresent();
    boolean shared = graph.consumers().getOrDefault(node.input(input), List.of()).size() > 1;
    boolean own = initializer && !shared && !graph.outputNames().contains(old.name());
    String name = own ? old.name() : graph.freshName(node.input(input) + ".own");
    graph.put(old.renamed(name).withFloats(values));
    node.setInput(input, name);
  }
}

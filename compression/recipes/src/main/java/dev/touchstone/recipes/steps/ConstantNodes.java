package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code Constant} nodes as initializers, which every later step can look up by name. */
final class ConstantNodes {

  private ConstantNodes() {}

  static void moveToInitializers(Graph graph) {
    List<Node> gone = new ArrayList<>();
    Set<String> outputs = graph.outputNames();
    for (Node node : graph.nodes()) {
      if (node.is("Constant") && !outputs.contains(node.output(0))) {
        Optional<Constant> value = node.value();
        if (value.isPresent()) {
          graph.put(value.get());
          gone.add(node);
        }
      }
    }
    graph.remove(gone);
  }
}

package dev.touchstone.cli;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.nio.file.Path;
import java.util.List;

/** Makes models of one operator. */
final class SmallModel {

  private SmallModel() {}

  /** Relu of {@code [1, width]} numbers. */
  static Path relu(Path file, int width) {
    return relu(file, width, "relu");
  }

  /** The same, with a name for its node: another file, and a longer one if the name is longer. */
  static Path relu(Path file, int width, String name) {
    Graph graph =
        Graph.empty(
            "relu",
            List.of(GraphValue.of("x", OnnxType.FLOAT, 1, width)),
            List.of(GraphValue.of("y", OnnxType.FLOAT, 1, width)));
    graph.add(Node.of("Relu", name, List.of("x"), List.of("y")));
    OnnxModel.of(graph, 8, 17).write(file);
    return file;
  }
}

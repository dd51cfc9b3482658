package dev.touchstone.recipes.runtime;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values of tensors that depend on nothing but constants. */
public final class Constants {

  private Constants() {}

  /**
   * Runs some nodes of a graph on their own.
   *
   * @param model whose operator sets the nodes belong to
   * @param nodes that read nothing but initializers of the graph and one another, in order
   * @param wanted outputs of the nodes
   * @return the wanted values by name, without those of types that Java cannot read
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if ONNX Runtime refuses them
   */
  public static Map<String, Constant> evaluate(
      OnnxModel model, Graph graph, List<Node> nodes, Set<String> wanted) {
    Graph part = Graph.empty("constants", List.of(), List.of());
    for (Node node : nodes) {
      part.add(node.copy());
      node.reads().forEach(name -> graph.initializer(name).ifPresent(part::put));
    }
    wanted.forEach(part::addOutput);
    Map<String, Constant> values = new LinkedHashMap<>();
    try (Session session = new Session(model.with(part), Optimization.NONE)) {
      session.run(Map.of()).forEach((name, tensor) -> values.put(name, constant(name, tensor)));
    }
    return values;
  }

  private static Constant constant(String name, Tensor tensor) {
    ByteBuffer elements = tensor.elements();
    byte[] bytes = new byte[elements.remaining()];
    elements.get(bytes); // ONNX Runtime runs on little-endian machines only
    return Constant.raw(name, Tensors.onnxType(tensor.type()), tensor.shape(), bytes);
  }
}

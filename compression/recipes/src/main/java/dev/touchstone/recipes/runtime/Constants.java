package dev.touchstone.recipes.runtime;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Values of tensors that depend on nothing but constants. */
public final class Constants {

  private Constants() {}

  /**
   * Tells of all tensors that some nodes make, without running one.
   *
   * @param nodes that read nothing but initializers of the graph and one another, in order
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if ONNX Runtime refuses them
   */
  public static Map<String, ValueType> types(OnnxModel model, Graph graph, List<Node> nodes) {
    Set<String> made = new LinkedHashSet<>();
    nodes.forEach(node -> made.addAll(node.outputs()));
    made.remove("");
    Graph part = part(graph, nodes, made);
    try (Session session = new Session(model.with(part), Optimization.NONE)) {
      return session.outputs();
    }
  }

  /** The same as with types, which are asked for first. */
  public static Map<String, Constant> evaluate(
      OnnxModel model, Graph graph, List<Node> nodes, Set<String> wanted) {
    Map<String, ValueType> types = new LinkedHashMap<>(types(model, graph, nodes));
    types.keySet().retainAll(wanted);
    return evaluate(model, graph, nodes, types);
  }

  /**
   * Runs some nodes of a graph on their own.
   *
   * @param model whose operator sets the nodes belong to
   * @param nodes that read nothing but initializers of the graph and one another, in order
   * @param wanted outputs of the nodes, with their types
   * @return the wanted values by name, without those of types that Java cannot read
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if ONNX Runtime refuses them
   */
  public static Map<String, Constant> evaluate(
      OnnxModel model, Graph graph, List<Node> nodes, Map<String, ValueType> wanted) {
    Graph part = part(graph, nodes, Set.of());
    Map<String, String> names = new LinkedHashMap<>();
    wanted.forEach((name, type) -> names.put(readable(part, name, type), name));
    names.keySet().forEach(part::addOutput);
    Map<String, Constant> values = new LinkedHashMap<>();
    try (Session session = new Session(model.with(part), Optimization.NONE)) {
      session
          .run(Map.of())
          .forEach(
              (output, tensor) -> {
                String name = names.getOrDefault(output, output);
                Optional<OnnxType> type =
                    Optional.ofNullable(wanted.get(name)).flatMap(ValueType::type);
                values.put(name, constant(name, type, tensor));
              });
    }
    return values;
  }

  private static Graph part(Graph graph, List<Node> nodes, Set<String> outputs) {
    Graph part = Graph.empty("constants", List.of(), List.of());
    for (Node node : nodes) {
      part.add(node.copy());
      node.reads().forEach(name -> graph.initializer(name).ifPresent(part::put));
    }
    outputs.forEach(part::addOutput);
    return part;
  }

  /** Java reads no half floats and few unsigned numbers: they come out in a wider type. */
  private static String readable(Graph part, String name, ValueType type) {
    Optional<OnnxType> wider = type.type().flatMap(Constants::wider);
    if (wider.isEmpty()) {
      return name;
    }
    String wide = part.freshName(name + ".wide");
    part.add(Node.of("Cast", "", List.of(name), List.of(wide)).with("to", wider.get().code()));
    return wide;
  }

  private static Optional<OnnxType> wider(OnnxType type) {
    return switch (type) {
      case FLOAT16, BFLOAT16 -> Optional.of(OnnxType.FLOAT);
      case UINT16 -> Optional.of(OnnxType.INT32);
      case UINT32 -> Optional.of(OnnxType.INT64);
      default -> Optional.empty();
    };
  }

  private static Constant constant(String name, Optional<OnnxType> wanted, Tensor tensor) {
    ByteBuffer elements = tensor.elements();
    byte[] bytes = new byte[elements.remaining()];
    elements.get(bytes); // ONNX Runtime runs on little-endian machines only
    Constant read = Constant.raw(name, Tensors.onnxType(tensor.type()), tensor.shape(), bytes);
    OnnxType type = wanted.orElse(read.type());
    if (type == read.type()) {
      return read;
    }
    if (type.isInteger()) {
      return Constant.integers(name, type, tensor.shape(), read.toLongs());
    }
    byte[] empty = new byte[Math.toIntExact(type.bytes(read.size()))];
    return Constant.raw(name, type, tensor.shape(), empty).withFloats(read.toFloats());
  }
}

package dev.touchstone.recipes.runtime;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Element types and shapes of all tensors of a graph, as ONNX Runtime works them out when it loads
 * the model: one authority for every operator that it has.
 */
public final class ValueTypes {

  private final Map<String, ValueType> types;

  private ValueTypes(Map<String, ValueType> types) {
    this.types = types;
  }

  /**
   * Asks ONNX Runtime.
   *
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if it refuses the model
   */
  public static ValueTypes of(OnnxModel model) {
    Graph graph = model.graph();
    Map<String, ValueType> types = new LinkedHashMap<>();
    for (String name : graph.initializerNames()) {
      graph.initializer(name).ifPresent(c -> types.put(name, typeOf(c)));
    }
    for (Node node : graph.nodes()) {
      for (String output : node.outputs()) {
        if (!output.isEmpty() && !graph.outputNames().contains(output)) {
          graph.addOutput(output);
        }
      }
    }
    try (Session session = new Session(model.with(graph), Optimization.NONE)) {
      types.putAll(session.inputs());
      types.putAll(session.outputs());
    }
    return new ValueTypes(types);
  }

  private static ValueType typeOf(Constant constant) {
    List<OptionalLong> shape = LongStream.of(constant.shape()).mapToObj(OptionalLong::of).toList();
    return new ValueType(Optional.of(constant.type()), shape);
  }

  /** What is known of a tensor; empty if the graph does not have it. */
  public Optional<ValueType> of(String tensor) {
    return Optional.ofNullable(types.get(tensor));
  }

  /** Whether a tensor holds 32-bit floats. */
  public boolean isFloat(String tensor) {
    return of(tensor).map(ValueType::isFloat).orElse(false);
  }
}

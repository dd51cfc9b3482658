package dev.touchstone.training;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * What an operator is given.
 *
 * @param node its attributes and the names of its inputs
 * @param values every tensor that is known so far, by name
 * @param graph the graph around it
 */
record Operands(Node node, Map<String, Tensor> values, Graph graph, Mode mode) {

  Tensor at(int index) {
    Tensor value = values.get(node.input(index));
    if (value == null) {
      throw unsupported("needs input " + index + ", \"" + node.input(index) + "\"");
    }
    return value;
  }

  /** An optional input as libtorch wants it. */
  TensorOptional optional(int index) {
    return has(index) ? new TensorOptional(at(index)) : new TensorOptional();
  }

  boolean has(int index) {
    return !node.input(index).isEmpty();
  }

  /** An input whose value the graph holds, such as a shape; empty if it is left out. */
  Optional<Constant> constant(int index) {
    if (!has(index)) {
      return Optional.empty();
    }
    return Optional.of(
        graph
            .constant(node.input(index))
            .orElseThrow(() -> unsupported("needs a constant at input " + index)));
  }

  UnsupportedOperatorException unsupported(String reason) {
    String domain = node.domain().isEmpty() ? "" : node.domain() + ".";
    return new UnsupportedOperatorException(node.label(), domain + node.type(), reason);
  }
}

package dev.touchstone.recipes.weights;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.ValueTypes;
import java.util.Optional;

/**
 * A MatMul or Gemm whose right-hand side is constant.
 *
 * @param node in the graph
 * @param source name of the constant
 * @param weights row n makes output n; alpha of a Gemm is in them
 * @param bias name of what is added behind; blank if nothing is
 */
record Product(Node node, String source, Matrix weights, String bias) {

  /** The product that a node is; empty if it is none, or one of another form. */
  static Optional<Product> of(Graph graph, ValueTypes types, Node node) {
    Optional<Constant> constant =
        graph
            .initializer(node.input(1))
            .filter(w -> w.type() == OnnxType.FLOAT && w.shape().length == 2 && w.size() > 0);
    boolean moving = types.isFloat(node.input(0)) && graph.constant(node.input(0)).isEmpty();
    if (constant.isEmpty() || !moving) {
      return Optional.empty();
    }
    if (node.is("MatMul")) {
      Matrix weights = Matrix.ofColumns(constant.get());
      return Optional.of(new Product(node, node.input(1), weights, ""));
    }
    boolean plainGemm =
        node.is("Gemm")
            && node.integer("transA", 0) == 0
            && (node.input(2).isEmpty() || node.real("beta", 1) == 1);
    if (!plainGemm) {
      return Optional.empty();
    }
    Matrix weights =
        node.integer("transB", 0) == 0
            ? Matrix.ofColumns(constant.get())
            : Matrix.ofRows(constant.get());
    float alpha = node.real("alpha", 1);
    Matrix scaled = alpha == 1 ? weights : weights.times(alpha);
    return Optional.of(new Product(node, node.input(1), scaled, node.input(2)));
  }

  /** What equal products share: the same constant, used in the same way. */
  String key() {
    return "%s|%s|%d|%f"
        .formatted(source, node.type(), node.integer("transB", 0), node.real("alpha", 1));
  }
}

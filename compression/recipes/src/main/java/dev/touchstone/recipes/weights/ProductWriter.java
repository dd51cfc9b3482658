package dev.touchstone.recipes.weights;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import java.util.List;

/** Writes products of blocked weights into a graph. */
interface ProductWriter {

  /** Puts a product in the place of a float one. */
  void write(Graph graph, Product product, BlockedMatrix weights);

  /** Gives the product's result: itself, or what an Add behind it makes. */
  static String resultOf(Graph graph, Product product) {
    String result = product.node().output(0);
    if (product.bias().isEmpty()) {
      return result;
    }
    String sum = graph.freshName(result + ".product");
    graph.add(Node.of("Add", "", List.of(sum, product.bias()), List.of(result)));
    return sum;
  }
}

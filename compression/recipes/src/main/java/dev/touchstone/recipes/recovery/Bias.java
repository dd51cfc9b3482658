package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;
import java.util.Optional;

/**
 * Where the constant stands that is added to each output channel of a float layer.
 *
 * @param reader the layer itself, or the Add behind it
 * @param input which of the reader's inputs it is
 * @param constant one float a channel, or one for all; of any shape that broadcasts along channels
 */
record Bias(Node reader, int input, Constant constant) {

  /** The constant row that an Add or Mul combines with a tensor of so many channels. */
  static Optional<Bias> of(Graph graph, Node node, int channels) {
    for (int i = 0; i < 2; i++) {
      Optional<Constant> row =
          graph
              .constant(node.input(i))
              .filter(c -> c.type() == OnnxType.FLOAT && isRow(c, channels));
      if (row.isPresent()) {
        return Optional.of(new Bias(node, i, row.get()));
      }
    }
    return Optional.empty();
  }

  /** Whether a constant has one number for each place of the last dimension and no more. */
  static boolean isRow(Constant constant, int channels) {
    long[] shape = constant.shape();
    return constant.size() == channels && shape.length >= 1 && shape[shape.length - 1] == channels;
  }

  /** Multiplies each channel's number. */
  void scale(Graph graph, double[] factors) {
    float[] values = constant.toFloats();
    for (int c = 0; c < values.length; c++) {
      values[c] = (float) (values[c] * factors[c]);
    }
    FloatLayer.replace(graph, reader, input, constant, values);
  }

  /** The only reader of a tensor; empty if there are others, or the model gives the tensor out. */
  static Optional<Node> onlyReader(Graph graph, String tensor) {
    List<Node> readers = graph.consumers().getOrDefault(tensor, List.of());
    return readers.size() == 1 && !graph.outputNames().contains(tensor)
        ? Optional.of(readers.get(0))
        : Optional.empty();
  }
}

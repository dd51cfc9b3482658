package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Node;
import java.util.Optional;

/**
 * The weights of a layer as a matrix: a row for each output channel, a column for each number that
 * the channel is a weighted sum of.
 *
 * <ul>
 *   <li>Conv {@code [out, in / group, ...]}: a column for each input channel of the group and place
 *       in the kernel
 *   <li>Gemm and MatMul {@code [in, out]}, with {@code transB} {@code [out, in]}: a column for each
 *       input
 * </ul>
 *
 * @param rows output channels
 * @param columns weights of each
 * @param rowMajor whether the weights of a row lie side by side
 * @param groups into which a Conv splits its channels; 1 elsewhere
 * @param kernel places in the kernel; 1 elsewhere
 */
record WeightRows(int rows, int columns, boolean rowMajor, int groups, int kernel) {

  /** The matrix of a layer; empty if the operator is another one or its weights are no matrix. */
  static Optional<WeightRows> of(Node node, long[] shape) {
    int rank = shape.length;
    if (node.is("Conv") && rank >= 3) {
      int groups = Math.toIntExact(node.integer("group", 1));
      int kernel = 1;
      for (int d = 2; d < rank; d++) {
        kernel = Math.toIntExact(kernel * shape[d]);
      }
      int rows = Math.toIntExact(shape[0]);
      int columns = Math.toIntExact(shape[1] * kernel);
      return groups > 0 && rows % groups == 0 && columns > 0
          ? Optional.of(new WeightRows(rows, columns, true, groups, kernel))
          : Optional.empty();
    }
    boolean plain = node.is("MatMul") || (node.is("Gemm") && node.integer("transA", 0) == 0);
    if (!plain || rank != 2 || shape[0] * shape[1] == 0) {
      return Optional.empty();
    }
    boolean transposed = node.is("Gemm") && node.integer("transB", 0) != 0;
    int first = Math.toIntExact(shape[0]);
    int second = Math.toIntExact(shape[1]);
    return Optional.of(
        transposed
            ? new WeightRows(first, second, true, 1, 1)
            : new WeightRows(second, first, false, 1, 1));
  }

  /** Where a weight lies among all. */
  int at(int row, int column) {
    return rowMajor ? row * columns + column : column * rows + row;
  }

  /** How many channels the layer reads. */
  int inputs() {
    return columns / kernel * groups;
  }

  /** The channel that a weight is multiplied with. */
  int inputOf(int row, int column) {
    return group(row) * (columns / kernel) + column / kernel;
  }

  /** The group of a row. */
  int group(int row) {
    return row / (rows / groups);
  }

  /** How many rows a group has. */
  int rowsPerGroup() {
    return rows / groups;
  }

  /** How many channels a group reads. */
  int inputsPerGroup() {
    return columns / kernel;
  }
}

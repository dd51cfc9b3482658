package dev.touchstone.recipes.onnx;

import java.util.Optional;

/**
 * Where the output channels lie in the weights of a node.
 *
 * <ul>
 *   <li>Conv: {@code [out, in / group, ...]}, axis 0
 *   <li>ConvTranspose: {@code [in, out / group, ...]}, axis 1 within each group
 *   <li>Gemm: {@code [in, out]}, axis 1; with {@code transB} {@code [out, in]}, axis 0
 *   <li>MatMul: {@code [..., in, out]}, the last axis
 * </ul>
 *
 * @param axis of the weights along which a channel's index runs
 * @param channels of the output, over all groups
 * @param groups into which ConvTranspose splits its input channels; 1 elsewhere
 * @param axisSize number of elements along the axis
 * @param inner number of elements that lie between two neighbors along the axis
 * @param perGroup number of weights of a group
 */
public record ChannelLayout(
    int axis, int channels, int groups, int axisSize, int inner, int perGroup) {

  /** Whether an operator is one of these: it multiplies what it reads by weights. */
  public static boolean has(Node node) {
    return node.is("Conv") || node.is("ConvTranspose") || node.is("Gemm") || node.is("MatMul");
  }

  /** The layout; empty if the operator is another one or the weights have too few dimensions. */
  public static Optional<ChannelLayout> of(Node node, Constant weights) {
    int rank = weights.shape().length;
    if (rank < 2 || !node.domain().isEmpty() || weights.size() == 0) {
      return Optional.empty();
    }
    return switch (node.type()) {
      case "Conv" -> Optional.of(along(weights, 0, 1));
      case "ConvTranspose" ->
          Optional.of(along(weights, 1, Math.toIntExact(node.integer("group", 1))));
      case "Gemm" -> Optional.of(along(weights, node.integer("transB", 0) == 0 ? 1 : 0, 1));
      case "MatMul" -> Optional.of(along(weights, rank - 1, 1));
      default -> Optional.empty();
    };
  }

  private static ChannelLayout along(Constant weights, int axis, int groups) {
    long[] shape = weights.shape();
    long inner = 1;
    for (int d = axis + 1; d < shape.length; d++) {
      inner *= shape[d];
    }
    int size = Math.toIntExact(shape[axis]);
    int perGroup = Math.toIntExact(weights.size() / groups);
    return new ChannelLayout(axis, size * groups, groups, size, Math.toIntExact(inner), perGroup);
  }

  /** Index of the output channel that a weight belongs to. */
  public int channelOf(int element) {
    return element / perGroup * axisSize + indexOnAxis(element);
  }

  /** Index along the axis; groups of a ConvTranspose share it. */
  public int indexOnAxis(int element) {
    return element / inner % axisSize;
  }
}

package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Constant;
import java.util.Arrays;

/**
 * The slices of a tensor along one dimension, to compute with.
 *
 * @param size how many slices there are
 * @param inner number of elements between neighbors along the dimension
 */
record Slabs(int size, int inner) {

  static Slabs of(Constant tensor, int axis) {
    long[] shape = tensor.shape();
    int inner = (int) Arrays.stream(shape).skip(axis + 1L).reduce(1, (a, b) -> a * b);
    return new Slabs(Math.toIntExact(shape[axis]), inner);
  }

  /** Adds a multiple of one slice to another. */
  void addTo(float[] values, int to, double factor, int from) {
    int block = size * inner;
    for (int start = 0; start < values.length; start += block) {
      for (int i = 0; i < inner; i++) {
        values[start + to * inner + i] += (float) (factor * values[start + from * inner + i]);
      }
    }
  }

  /**
   * Adds a multiple of the elements of one slice to sums by their index along another dimension.
   */
  void sumBy(int other, long[] shape, float[] values, int slice, double factor, double[] sums) {
    int otherInner = (int) Arrays.stream(shape).skip(other + 1L).reduce(1, (a, b) -> a * b);
    int otherSize = Math.toIntExact(shape[other]);
    int block = size * inner;
    for (int start = 0; start < values.length; start += block) {
      for (int i = 0; i < inner; i++) {
        int at = start + slice * inner + i;
        sums[at / otherInner % otherSize] += factor * values[at];
      }
    }
  }
}

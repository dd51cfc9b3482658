package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * The vectors that the rows of a layer's weights are multiplied with: for Gemm and MatMul the rows
 * of the input, for Conv of one or two spatial dimensions the patches under the kernel, with zeros
 * where it reaches over the edge.
 */
final class Patches {

  private final WeightRows rows;
  private final boolean convolution;
  private final long[] kernel;
  private final long[] strides;
  private final long[] dilations;
  private final long[] pads;
  private final String autoPad;

  private Patches(Node node, WeightRows rows, long[] shape) {
    this.rows = rows;
    convolution = node.is("Conv");
    int spatial = convolution ? shape.length - 2 : 0;
    kernel = new long[2];
    strides = twoOf(node.integers("strides"), spatial, 1);
    dilations = twoOf(node.integers("dilations"), spatial, 1);
    long[] given = node.integers("pads").orElse(new long[2 * spatial]);
    pads = new long[4]; // top, left, bottom, right
    for (int d = 0; d < spatial; d++) {
      int at = 2 - spatial + d;
      pads[at] = given[d];
      pads[at + 2] = given[d + spatial];
      kernel[at] = shape[d + 2];
    }
    if (spatial == 1) {
      kernel[0] = 1;
    }
    autoPad = node.text("auto_pad", "NOTSET");
  }

  /** The patches of a layer; empty for a convolution of more than two spatial dimensions. */
  static Optional<Patches> of(Node node, WeightRows rows, long[] weightShape) {
    boolean deep = node.is("Conv") && weightShape.length > 4;
    return deep ? Optional.empty() : Optional.of(new Patches(node, rows, weightShape));
  }

  private static long[] twoOf(Optional<long[]> given, int spatial, long otherwise) {
    long[] two = {otherwise, otherwise};
    for (int d = 0; d < spatial && given.isPresent(); d++) {
      two[2 - spatial + d] = given.get()[d];
    }
    return two;
  }

  /** Takes one vector after the other. */
  interface Taker {

    /** Takes the vector of a group; it is overwritten after the call. */
    void take(int group, float[] vector);
  }

  /**
   * Hands out vectors of one input, evenly spread if there are more than asked for.
   *
   * @param most places to look at
   * @param shift moves the places, so that samples are looked at in different ones
   */
  void each(Tensor input, int most, int shift, Taker taker) {
    if (convolution) {
      patches(input, most, shift, taker);
    } else {
      rows(input, most, shift, taker);
    }
  }

  private void rows(Tensor input, int most, int shift, Taker taker) {
    FloatBuffer values = input.elements().asFloatBuffer();
    int count = values.limit() / rows.columns();
    float[] vector = new float[rows.columns()];
    int taken = Math.min(most, count);
    for (int i = 0; i < taken; i++) {
      int row = (int) (((long) i * count / taken + shift) % count);
      values.get(row * vector.length, vector);
      taker.take(0, vector);
    }
  }

  private void patches(Tensor input, int most, int shift, Taker taker) {
    long[] shape = input.shape();
    int spatial = shape.length - 2;
    int height = Math.toIntExact(spatial == 1 ? 1 : shape[2]);
    int width = Math.toIntExact(shape[shape.length - 1]);
    int channels = Math.toIntExact(shape[1]);
    int[] high = places(height, 0);
    int[] wide = places(width, 1);
    long perSample = (long) high[0] * wide[0];
    long count = shape[0] * perSample;
    int taken = (int) Math.min(most, count);
    FloatBuffer buffer = input.elements().asFloatBuffer();
    float[] values = new float[buffer.limit()];
    buffer.get(values);
    float[] vector = new float[rows.columns()];
    for (int i = 0; i < taken; i++) {
      long place = (i * count / taken + shift) % count;
      int sample = (int) (place / perSample);
      int y = (int) (place % perSample / wide[0] * strides[0]) - high[1];
      int x = (int) (place % wide[0] * strides[1]) - wide[1];
      for (int g = 0; g < rows.groups(); g++) {
        int first = sample * channels + g * rows.inputsPerGroup();
        gather(values, first, height, width, y, x, vector);
        taker.take(g, vector);
      }
    }
  }

  private void gather(
      float[] values, int firstPlane, int height, int width, int top, int left, float[] vector) {
    int at = 0;
    for (int c = 0; c < rows.inputsPerGroup(); c++) {
      int plane = (firstPlane + c) * height * width;
      for (int ky = 0; ky < kernel[0]; ky++) {
        int y = top + (int) (ky * dilations[0]);
        for (int kx = 0; kx < kernel[1]; kx++) {
          int x = left + (int) (kx * dilations[1]);
          boolean inside = y >= 0 && y < height && x >= 0 && x < width;
          vector[at++] = inside ? values[plane + y * width + x] : 0;
        }
      }
    }
  }

  /** How many places the kernel takes along a dimension, and the padding before the first. */
  private int[] places(int size, int d) {
    long reach = (kernel[d] - 1) * dilations[d] + 1;
    long before = pads[d];
    long after = pads[d + 2];
    if (autoPad.startsWith("SAME")) {
      long out = (size + strides[d] - 1) / strides[d];
      long total = Math.max(0, (out - 1) * strides[d] + reach - size);
      before = autoPad.equals("SAME_UPPER") ? total / 2 : total - total / 2;
      after = total - before;
    }
    long places = (size + before + after - reach) / strides[d] + 1;
    return new int[] {Math.toIntExact(Math.max(0, places)), Math.toIntExact(before)};
  }
}

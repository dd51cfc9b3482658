package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.Step.Granularity;
import java.util.Arrays;
import java.util.Optional;

/**
 * Weights in signed symmetric 8 bits: {@code w = q · scale}, q from −{@code largest} to {@code
 * largest}, rounded half to even.
 */
final class QuantizedWeights {

  /** 8 bits without −128, so that w and −w are equally far from 0. */
  static final int EIGHT_BITS = 127;

  /**
   * 7 bits: 255 · 64 + 255 · 64 fits the signed 16-bit sum that AVX2 and AVX-512 without VNNI make
   * of two products (instruction VPMADDUBSW).
   */
  static final int SEVEN_BITS = 64;

  /** A bias has this much of a 32-bit number; the rest is room for the sum of products. */
  private static final double LARGEST_BIAS = 1 << 30;

  private final Constant weights;
  private final ChannelLayout layout;
  private final int largest;
  private final float[] scales;

  private QuantizedWeights(Constant weights, ChannelLayout layout, int largest, float[] scales) {
    this.weights = weights;
    this.layout = layout;
    this.largest = largest;
    this.scales = scales;
  }

  /** Chooses scales so that the largest magnitude takes the largest level. */
  static QuantizedWeights of(
      Constant weights, ChannelLayout layout, Granularity granularity, int largest) {
    float[] values = weights.toFloats();
    float[] scales = new float[granularity == Granularity.PER_CHANNEL ? layout.axisSize() : 1];
    for (int i = 0; i < values.length; i++) {
      int s = scales.length == 1 ? 0 : layout.indexOnAxis(i);
      scales[s] = Math.max(scales[s], Math.abs(values[i]));
    }
    for (int s = 0; s < scales.length; s++) {
      float scale = scales[s] / largest;
      scales[s] = scale >= Float.MIN_NORMAL ? scale : 1; // a channel that is 0 throughout
    }
    return new QuantizedWeights(weights, layout, largest, scales);
  }

  /**
   * The same with scales large enough that a bias, in units of input scale times weight scale, fits
   * 32 bits; a channel that BatchNormalization has all but switched off needs this.
   */
  QuantizedWeights withRoomFor(float[] bias, float inputScale) {
    float[] widened = scales.clone();
    for (int c = 0; c < bias.length; c++) {
      int s = scaleOf(c);
      double needed = Math.abs(bias[c]) / (inputScale * LARGEST_BIAS);
      widened[s] = Math.max(widened[s], (float) needed);
    }
    return new QuantizedWeights(weights, layout, largest, widened);
  }

  private int scaleOf(int channel) {
    return scales.length == 1 ? 0 : channel % layout.axisSize();
  }

  /** The levels, in the shape of the weights. */
  Constant levels(String name) {
    float[] values = weights.toFloats();
    byte[] levels = new byte[values.length];
    for (int i = 0; i < levels.length; i++) {
      float scale = scales[scales.length == 1 ? 0 : layout.indexOnAxis(i)];
      double level = Math.rint(values[i] / (double) scale);
      levels[i] = (byte) Math.max(-largest, Math.min(largest, level));
    }
    return Constant.raw(name, OnnxType.INT8, weights.shape(), levels);
  }

  /** One scale, or one for each channel along {@link #axis}. */
  Constant scales(String name) {
    return scales.length == 1
        ? Constant.scalar(name, scales[0])
        : Constant.floats(name, new long[] {scales.length}, scales);
  }

  /** The axis of the scales; empty if there is one scale. */
  Optional<Integer> axis() {
    return scales.length == 1 ? Optional.empty() : Optional.of(layout.axis());
  }

  /** Scales of the products of weights with inputs of a scale. */
  Constant biasScales(String name, float inputScale) {
    float[] products = biasScales(inputScale);
    return products.length == 1
        ? Constant.scalar(name, products[0])
        : Constant.floats(name, new long[] {products.length}, products);
  }

  /** The bias in 32 bits, in units of its scales. */
  Constant bias(String name, float[] bias, float inputScale) {
    float[] products = biasScales(inputScale);
    long[] levels = new long[bias.length];
    for (int c = 0; c < bias.length; c++) {
      levels[c] = Math.round(Math.rint(bias[c] / (double) products[scaleOf(c)]));
    }
    return Constant.integers(name, OnnxType.INT32, new long[] {bias.length}, levels);
  }

  private float[] biasScales(float inputScale) {
    float[] products = scales.clone();
    for (int s = 0; s < products.length; s++) {
      products[s] *= inputScale;
    }
    return products;
  }

  @Override
  public String toString() {
    return weights + " in units of " + Arrays.toString(scales);
  }
}

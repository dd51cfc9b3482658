package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.Step.Granularity;
import java.util.Arrays;
import java.util.Optional;

/**
 * Weights in 8 bits: {@code w = (q − zeroPoint) · scale}, rounded half to even, with one zero point
 * for the whole tensor.
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
  private final Levels levels;
  private final int zeroPoint;
  private final float[] scales;
  private final boolean writesEveryZero;

  private QuantizedWeights(
      Constant weights, ChannelLayout layout, Levels levels, int zeroPoint, float[] scales) {
    this(weights, layout, levels, zeroPoint, scales, false);
  }

  private QuantizedWeights(
      Constant weights,
      ChannelLayout layout,
      Levels levels,
      int zeroPoint,
      float[] scales,
      boolean writesEveryZero) {
    this.weights = weights;
    this.layout = layout;
    this.levels = levels;
    this.zeroPoint = zeroPoint;
    this.scales = scales;
    this.writesEveryZero = writesEveryZero;
  }

  /** Chooses scales so that the largest magnitude takes the largest level; signed, without zero. */
  static QuantizedWeights of(
      Constant weights, ChannelLayout layout, Granularity granularity, int largest) {
    return symmetric(weights, layout, granularity, Levels.symmetric(largest));
  }

  /** Chooses scales so that the largest magnitude takes the largest level; zero is the middle. */
  static QuantizedWeights symmetric(
      Constant weights, ChannelLayout layout, Granularity granularity, Levels levels) {
    float[] values = weights.toFloats();
    float[] scales = new float[granularity == Granularity.PER_CHANNEL ? layout.axisSize() : 1];
    for (int i = 0; i < values.length; i++) {
      int s = scales.length == 1 ? 0 : layout.indexOnAxis(i);
      scales[s] = Math.max(scales[s], Math.abs(values[i]));
    }
    for (int s = 0; s < scales.length; s++) {
      float scale = scales[s] / (levels.high() - levels.middle());
      scales[s] = scale >= Float.MIN_NORMAL ? scale : 1; // a channel that is 0 throughout
    }
    return new QuantizedWeights(weights, layout, levels, levels.middle(), scales);
  }

  /** Chooses one scale and one zero point that spread the weights over all levels. */
  static QuantizedWeights asymmetric(Constant weights, ChannelLayout layout, Levels levels) {
    double low = 0;
    double high = 0;
    for (float value : weights.toFloats()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    float scale = (float) ((high - low) / levels.steps());
    float[] scales = {scale >= Float.MIN_NORMAL ? scale : 1};
    double zeroPoint = levels.low() + Math.rint(-low / scales[0]);
    return new QuantizedWeights(
        weights, layout, levels, (int) Math.min(levels.high(), zeroPoint), scales);
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
    return new QuantizedWeights(weights, layout, levels, zeroPoint, widened, writesEveryZero);
  }

  /**
   * The same with zero points even where they are 0: ONNX Runtime merges a Gemm with the
   * DequantizeLinear of its weights only if that has one, and else restores them at every run.
   */
  QuantizedWeights withEveryZeroPoint() {
    return new QuantizedWeights(weights, layout, levels, zeroPoint, scales, true);
  }

  private int scaleOf(int channel) {
    return scales.length == 1 ? 0 : channel % layout.axisSize();
  }

  /** The levels, in the shape of the weights. */
  Constant levels(String name) {
    float[] values = weights.toFloats();
    byte[] rounded = new byte[values.length];
    int run = scales.length == 1 ? values.length : layout.inner();
    for (int from = 0; from < values.length; from += run) {
      float scale = scales[scales.length == 1 ? 0 : layout.indexOnAxis(from)];
      levels.round(values, scale, zeroPoint, rounded, from, from + run);
    }
    return Constant.raw(name, levels.type(), weights.shape(), rounded);
  }

  /** One scale, or one for each channel along {@link #axis}. */
  Constant scales(String name) {
    return scales.length == 1
        ? Constant.scalar(name, scales[0])
        : Constant.floats(name, new long[] {scales.length}, scales);
  }

  /** As many zero points as scales; empty where it is a signed 0, which ONNX lets one leave out. */
  Optional<Constant> zeroPoints(String name) {
    if (levels.type() == OnnxType.INT8 && zeroPoint == 0 && !writesEveryZero) {
      return Optional.empty();
    }
    long[] zeros = new long[scales.length];
    Arrays.fill(zeros, zeroPoint);
    long[] shape = scales.length == 1 ? new long[0] : new long[] {scales.length};
    return Optional.of(Constant.integers(name, levels.type(), shape, zeros));
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
    long[] sums = new long[bias.length];
    for (int c = 0; c < bias.length; c++) {
      sums[c] = Math.round(Math.rint(bias[c] / (double) products[scaleOf(c)]));
    }
    return Constant.integers(name, OnnxType.INT32, new long[] {bias.length}, sums);
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
    return weights + " in units of " + Arrays.toString(scales) + writesEveryZero;
  }
}

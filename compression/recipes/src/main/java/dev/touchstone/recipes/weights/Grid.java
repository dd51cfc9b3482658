package dev.touchstone.recipes.weights;

import dev.touchstone.scenarios.QuantizeWeights.Zero;

/**
 * The levels of one block: {@code real = (level − zero) · scale}, level from 0 to {@code 2^bits −
 * 1}.
 *
 * @param scale not 0; negative where the largest magnitude of a symmetric block is positive, since
 *     there is one level more below the zero point than above it
 * @param zero a level
 * @param bits of a level
 */
record Grid(float scale, int zero, int bits) {

  /**
   * The grid that a block's range spans.
   *
   * <p>Symmetric: the value of largest magnitude lies on the lowest level, {@code −2^(bits−1)}
   * scales from zero (as ggml's Q4_0 and ONNX Runtime's own quantizer have it); a value of the
   * other sign that is more than half a scale beyond the highest level is cut off. Asymmetric:
   * smallest to largest value, with 0 among the levels.
   *
   * @param values finite
   */
  static Grid spanning(double[] values, int from, int to, int bits, Zero zero) {
    double low = 0;
    double high = 0;
    for (int i = from; i < to; i++) {
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    int half = 1 << (bits - 1);
    if (zero == Zero.SYMMETRIC) {
      double largest = -low > high ? low : high;
      return new Grid(usable(largest / -half), half, bits);
    }
    float scale = usable((high - low) / ((1 << bits) - 1));
    return new Grid(scale, clamp(Math.rint(-low / scale), bits), bits);
  }

  private static float usable(double scale) {
    float rounded = (float) scale;
    return Math.abs(rounded) >= Float.MIN_NORMAL && Float.isFinite(rounded) ? rounded : 1;
  }

  /** The nearest level, halves to even. */
  int level(double value) {
    return clamp(Math.rint(value / scale) + zero, bits);
  }

  /** What a level stands for, computed in 32-bit floats as ONNX Runtime does. */
  float real(int level) {
    return (level - zero) * scale;
  }

  private static int clamp(double level, int bits) {
    return (int) Math.max(0, Math.min((1 << bits) - 1, level));
  }
}

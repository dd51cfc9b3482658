package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.QuantizedForm.ActivationType;
import dev.touchstone.scenarios.QuantizedForm.WeightType;

/**
 * The whole numbers that a quantized tensor may hold: {@code real = (level − zeroPoint) · scale}.
 *
 * @param type of the elements
 * @param low smallest level
 * @param high largest level
 */
public record Levels(OnnxType type, int low, int high) {

  /** 1.5 · 2⁵²: from here to 2⁵³ the numbers are whole. */
  private static final double ROUNDER = 0x1.8p52;

  /** Rejects an empty range. */
  public Levels {
    if (low >= high) {
      throw new IllegalArgumentException("no levels from " + low + " to " + high);
    }
  }

  /** All levels of a type of activations. */
  static Levels of(ActivationType type) {
    return switch (type) {
      case U8 -> new Levels(OnnxType.UINT8, 0, 255);
      case S8 -> new Levels(OnnxType.INT8, -128, 127);
      case U16 -> new Levels(OnnxType.UINT16, 0, 65535);
      case S16 -> new Levels(OnnxType.INT16, -32768, 32767);
    };
  }

  /**
   * The levels of weights. Symmetric ones have as many on either side of the middle.
   *
   * @param sevenBits leaves half of them: 255 · 64 + 255 · 64 fits the signed 16-bit sum that AVX2
   *     and AVX-512 without VNNI make of two products (instruction VPMADDUBSW)
   */
  static Levels of(WeightType type, boolean symmetric, boolean sevenBits) {
    int spare = symmetric ? 1 : 0;
    if (type == WeightType.U8) {
      return sevenBits
          ? new Levels(OnnxType.UINT8, 0, 127 + spare)
          : new Levels(OnnxType.UINT8, spare, 255);
    }
    return sevenBits
        ? new Levels(OnnxType.INT8, -64, 63 + spare)
        : new Levels(OnnxType.INT8, -128 + spare, 127);
  }

  /** Signed levels as far on either side of 0. */
  static Levels symmetric(int largest) {
    return new Levels(OnnxType.INT8, -largest, largest);
  }

  /** How many steps lie between the smallest and the largest. */
  int steps() {
    return high - low;
  }

  /** The zero point of what is symmetric. */
  int middle() {
    return (low + high + 1) >> 1;
  }

  /**
   * The level nearest to a number, half to even as ONNX QuantizeLinear rounds; the nearest end
   * where it lies outside.
   */
  public int nearest(float value, float scale, int zeroPoint) {
    double level = Math.rint(value * (1 / (double) scale)) + zeroPoint;
    return (int) Math.max(low, Math.min(high, level));
  }

  /**
   * Rounds numbers to levels of 8 bits, as {@link #nearest} does.
   *
   * @param values row-major
   * @param to gets the levels of the elements {@code from} to {@code until}
   */
  public void round(float[] values, float scale, int zeroPoint, byte[] to, int from, int until) {
    double perScale = 1 / (double) scale;
    double least = low - zeroPoint;
    double most = high - zeroPoint;
    for (int i = from; i < until; i++) {
      double level = values[i] * perScale;
      level = level < least ? least : level > most ? most : level;
      // added to this, a small number is rounded half to even into the lowest bits of the sum
      to[i] = (byte) (Double.doubleToRawLongBits(level + ROUNDER) + zeroPoint);
    }
  }
}

package dev.touchstone.recipes.calibration;

import java.nio.FloatBuffer;

/**
 * Smallest and largest of some values and 0.
 *
 * @param low at most 0; NaN if a value is
 * @param high at least 0; NaN if a value is
 */
public record Extremes(float low, float high) {

  /** Numbers that are compared side by side: a loop without a chain, for vector instructions. */
  private static final int LANES = 256;

  /** Looks at the values from the position to the limit. */
  public static Extremes of(FloatBuffer values) {
    float[] lows = new float[LANES];
    float[] highs = new float[LANES];
    float[] chunk = new float[LANES];
    for (int from = values.position(); from < values.limit(); from += LANES) {
      int length = Math.min(LANES, values.limit() - from);
      values.get(from, chunk, 0, length); // an array is read without a check for each element
      for (int lane = 0; lane < length; lane++) {
        lows[lane] = Math.min(lows[lane], chunk[lane]); // NaN stays NaN
        highs[lane] = Math.max(highs[lane], chunk[lane]);
      }
    }
    float low = 0;
    float high = 0;
    for (int lane = 0; lane < LANES; lane++) {
      low = Math.min(low, lows[lane]);
      high = Math.max(high, highs[lane]);
    }
    return new Extremes(low, high);
  }

  /** The larger of both distances from 0. */
  float magnitude() {
    return Math.max(-low, high);
  }

  /** Whether neither NaN nor infinity is among the values. */
  boolean isFinite() {
    return Float.isFinite(low) && Float.isFinite(high);
  }

  /** Of both. */
  Extremes and(Extremes other) {
    return new Extremes(Math.min(low, other.low), Math.max(high, other.high));
  }

  Range range() {
    return new Range(low, high);
  }
}

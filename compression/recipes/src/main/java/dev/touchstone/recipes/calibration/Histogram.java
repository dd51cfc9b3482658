package dev.touchstone.recipes.calibration;

import java.nio.FloatBuffer;

/**
 * Counts of values in bins of one width, on both sides of 0, in bounded memory. The width is a
 * power of two; where a value does not fit, neighboring bins are merged and the width doubles, so
 * that no earlier value needs to be seen again. Counts are exact.
 *
 * <pre>
 *   bin i of the positive side: [i · width, (i + 1) · width)
 *   bin i of the negative side: (−(i + 1) · width, −i · width]
 * </pre>
 */
final class Histogram {

  /** Values closer to 0 than this never decide a range of 8 bits. */
  private static final double SMALLEST_WIDTH = 0x1p-120;

  private final long[] negative;
  private final long[] positive;
  private double width = SMALLEST_WIDTH;
  private long count;

  /**
   * An empty histogram.
   *
   * @param bins on each side; even
   */
  Histogram(int bins) {
    negative = new long[bins];
    positive = new long[bins];
  }

  void see(FloatBuffer values) {
    float largest = 0;
    for (int i = values.position(); i < values.limit(); i++) {
      largest = Math.max(largest, Math.abs(values.get(i)));
    }
    growTo(largest);
    double perWidth = 1 / width; // exact: a power of two
    for (int i = values.position(); i < values.limit(); i++) {
      float value = values.get(i);
      if (value < 0) {
        negative[(int) (-value * perWidth)]++;
      } else {
        positive[(int) (value * perWidth)]++;
      }
    }
    count += values.remaining();
  }

  private void growTo(float magnitude) {
    if (magnitude < width * positive.length) {
      return;
    }
    if (count == 0) { // nothing to merge: start at the width that fits
      while (magnitude >= width * positive.length) {
        width *= 2;
      }
      return;
    }
    while (magnitude >= width * positive.length) {
      merge(negative);
      merge(positive);
      width *= 2;
    }
  }

  private static void merge(long[] side) {
    int half = side.length / 2;
    for (int i = 0; i < half; i++) {
      side[i] = side[2 * i] + side[2 * i + 1];
    }
    java.util.Arrays.fill(side, half, side.length, 0);
  }

  long count() {
    return count;
  }

  double width() {
    return width;
  }

  int bins() {
    return positive.length;
  }

  /** How many values lie in bin {@code i} or its mirror image. */
  long magnitudeCount(int i) {
    return negative[i] + positive[i];
  }

  /**
   * The edge, away from 0, of the bin that holds the value of a rank.
   *
   * @param rank from 0, the smallest value, to {@code count() - 1}
   */
  double edgeOf(long rank) {
    long passed = 0;
    for (int i = negative.length - 1; i >= 0; i--) {
      passed += negative[i];
      if (passed > rank) {
        return -(i + 1) * width;
      }
    }
    for (int i = 0; i < positive.length; i++) {
      passed += positive[i];
      if (passed > rank) {
        return (i + 1) * width;
      }
    }
    return positive.length * width;
  }
}

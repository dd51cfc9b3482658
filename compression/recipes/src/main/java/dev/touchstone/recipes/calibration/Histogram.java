package dev.touchstone.recipes.calibration;

import java.nio.FloatBuffer;

/**
 * Counts of values in bins of one width, on both sides of 0, in bounded memory. The width is a
 * power of two; where a value does not fit, neighboring bins are merged and the width doubles, so
 * that no earlier value needs to be seen again. Counts are exact.
 *
 * <pre>
 *   counts[b + i]      positive bin i:  [i · width, (i + 1) · width)
 *   counts[b - 1 - i]  negative bin i:  [−(i + 1) · width, −i · width)
 * </pre>
 */
final class Histogram {

  /** Values closer to 0 than this never decide a range of 8 bits. */
  private static final double SMALLEST_WIDTH = 0x1p-120;

  private static final int CHUNK = 4096;

  private final int bins;
  private final long[] counts;
  private double width = SMALLEST_WIDTH;
  private long count;
  private Extremes extremes = new Extremes(0, 0);

  /**
   * An empty histogram.
   *
   * @param bins on each side; even
   */
  Histogram(int bins) {
    this.bins = bins;
    counts = new long[2 * bins];
  }

  /** Values of one sample; the order of samples makes no difference. */
  void see(FloatBuffer values, Extremes ofValues) {
    extremes = extremes.and(ofValues);
    growTo(ofValues.magnitude());
    double perWidth = 1 / width; // exact: a power of two
    float[] chunk = new float[Math.min(CHUNK, values.remaining())];
    int[] bin = new int[chunk.length];
    for (int from = values.position(); from < values.limit(); from += CHUNK) {
      int length = Math.min(CHUNK, values.limit() - from);
      values.get(from, chunk, 0, length);
      for (int i = 0; i < length; i++) { // apart from the counting, for vector instructions
        // rounded down before it is shifted: a sum could round a small negative number up to 0
        bin[i] = (int) Math.floor(chunk[i] * perWidth);
      }
      for (int i = 0; i < length; i++) {
        counts[bin[i] + bins]++;
      }
    }
    count += values.remaining();
  }

  private void growTo(float magnitude) {
    while (magnitude >= width * bins) {
      if (count > 0) {
        merge();
      }
      width *= 2;
    }
  }

  private void merge() {
    for (int i = 0; i < bins; i++) {
      boolean filled = i < bins / 2;
      counts[bins + i] = filled ? counts[bins + 2 * i] + counts[bins + 2 * i + 1] : 0;
      int down = bins - 1;
      counts[down - i] = filled ? counts[down - 2 * i] + counts[down - 2 * i - 1] : 0;
    }
  }

  long count() {
    return count;
  }

  double width() {
    return width;
  }

  int bins() {
    return bins;
  }

  Extremes extremes() {
    return extremes;
  }

  /** How many values lie in a bin: from {@code −bins()} on the negative, from 0 on the positive. */
  long countAt(int bin) {
    return counts[bins + bin];
  }

  /** How many values lie in bin {@code i} or its mirror image. */
  long magnitudeCount(int i) {
    return counts[bins + i] + counts[bins - 1 - i];
  }

  /**
   * The edge, away from 0, of the bin that holds the value of a rank.
   *
   * @param rank from 0, the smallest value, to {@code count() - 1}
   */
  double edgeOf(long rank) {
    long passed = 0;
    for (int bin = -bins; bin < bins; bin++) {
      passed += countAt(bin);
      if (passed > rank) {
        return (bin < 0 ? bin : bin + 1) * width;
      }
    }
    return bins * width;
  }
}

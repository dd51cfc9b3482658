package dev.touchstone.recipes.calibration;

import java.nio.FloatBuffer;

/**
 * The threshold on magnitudes whose quantized histogram diverges least from the original, by
 * Kullback and Leibler; values beyond saturate (Migacz, 8-bit Inference with TensorRT, GTC 2017).
 *
 * <p>For each threshold of i bins the reference P is the first i bins, with everything beyond added
 * to the last; Q is the same bins squeezed into the levels that 8 bits have for them and spread out
 * again over the bins that are not empty. Values of one sign have 256 levels, others 128 a side.
 */
final class EntropyRange implements RangeFinder {

  private final Histogram histogram;
  private final MinMaxRange extremes = new MinMaxRange();

  EntropyRange(int bins) {
    histogram = new Histogram(bins + bins % 2);
  }

  @Override
  public void see(FloatBuffer values) {
    extremes.see(values);
    histogram.see(values);
  }

  @Override
  public Range range() {
    Range seen = extremes.range();
    if (seen.low() == seen.high()) {
      return seen;
    }
    int levels = seen.low() < 0 && seen.high() > 0 ? 128 : 256;
    double threshold = threshold(levels);
    return Range.around(Math.max(seen.low(), -threshold), Math.min(seen.high(), threshold));
  }

  private double threshold(int levels) {
    double[] counts = new double[histogram.bins()];
    int used = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = histogram.magnitudeCount(i);
      used = counts[i] > 0 ? i + 1 : used;
    }
    // zeros are exact whatever the threshold: left in, their spike would hide all the others
    counts[0] = counts.length > 1 ? Math.min(counts[0], counts[1]) : counts[0];
    double[] beyond = new double[counts.length + 1];
    for (int i = counts.length - 1; i >= 0; i--) {
      beyond[i] = beyond[i + 1] + counts[i];
    }
    int best = used;
    double least = Double.POSITIVE_INFINITY;
    for (int bins = Math.min(levels, used); bins <= used; bins++) {
      double divergence = divergence(counts, bins, beyond[bins], levels);
      if (divergence < least) {
        least = divergence;
        best = bins;
      }
    }
    return best * histogram.width();
  }

  private static double divergence(double[] counts, int bins, double outliers, int levels) {
    double[] spread = new double[bins];
    for (int level = 0; level < levels; level++) {
      int from = (int) ((long) level * bins / levels);
      int to = (int) ((long) (level + 1) * bins / levels);
      spread(counts, spread, from, to);
    }
    double reference = outliers;
    double quantized = 0;
    for (int i = 0; i < bins; i++) {
      reference += counts[i];
      quantized += spread[i];
    }
    double divergence = 0;
    for (int i = 0; i < bins; i++) {
      double p = (counts[i] + (i == bins - 1 ? outliers : 0)) / reference;
      if (p > 0) {
        // a bin that only outliers fill has no share in Q: a small one keeps the sum finite
        double q = quantized > 0 && spread[i] > 0 ? spread[i] / quantized : 1e-12;
        divergence += p * Math.log(p / q);
      }
    }
    return divergence;
  }

  private static void spread(double[] counts, double[] spread, int from, int to) {
    double sum = 0;
    int filled = 0;
    for (int i = from; i < to; i++) {
      sum += counts[i];
      filled += counts[i] > 0 ? 1 : 0;
    }
    for (int i = from; i < to; i++) {
      spread[i] = counts[i] > 0 ? sum / filled : 0;
    }
  }
}

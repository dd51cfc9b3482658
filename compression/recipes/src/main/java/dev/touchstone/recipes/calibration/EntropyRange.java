package dev.touchstone.recipes.calibration;

import java.nio.FloatBuffer;

/**
 * The threshold on magnitudes whose quantized histogram diverges least from the original; values
 * beyond, at most one in a thousand, saturate. Values of one sign have 256 levels, others 128 a
 * side.
 */
final class EntropyRange implements RangeFinder {

  /**
   * Where values lie in spikes, as behind images of few colors, the least divergence lies where
   * much of them is cut off; but what a threshold is sought for is outliers.
   */
  private static final double MOST_CUT_OFF = 0.001;

  private final Histogram histogram;

  EntropyRange(int bins) {
    histogram = new Histogram(bins + bins % 2);
  }

  @Override
  public void see(FloatBuffer values, Extremes extremes) {
    histogram.see(values, extremes);
  }

  @Override
  public Range range() {
    Extremes seen = histogram.extremes();
    if (seen.low() == seen.high()) {
      return seen.range();
    }
    int levels = seen.low() < 0 && seen.high() > 0 ? 128 : 256;
    double threshold = threshold(levels);
    return Range.around(Math.max(seen.low(), -threshold), Math.min(seen.high(), threshold));
  }

  private double threshold(int levels) {
    double[] counts = new double[histogram.bins()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = histogram.magnitudeCount(i);
    }
    // zeros are exact whatever the threshold: left in, their spike would hide all the others
    counts[0] = Math.min(counts[0], counts[1]);
    return new Divergence(counts, levels).leastBins(MOST_CUT_OFF) * histogram.width();
  }
}

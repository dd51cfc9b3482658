package dev.touchstone.recipes.calibration;

import java.nio.FloatBuffer;

/**
 * The range that holds a share of the values, leaving out as many at either end; its ends are exact
 * to one bin of a histogram, and never beyond the values that were seen.
 */
final class PercentileRange implements RangeFinder {

  private static final int BINS = 8192;

  private final double quantile;
  private final Histogram histogram = new Histogram(BINS);

  PercentileRange(double quantile) {
    this.quantile = quantile;
  }

  @Override
  public void see(FloatBuffer values, Extremes extremes) {
    histogram.see(values, extremes);
  }

  @Override
  public Range range() {
    Extremes seen = histogram.extremes();
    if (histogram.count() == 0) {
      return seen.range();
    }
    long leftOut = (long) Math.floor((1 - quantile) / 2 * histogram.count());
    double low = histogram.edgeOf(leftOut);
    double high = histogram.edgeOf(histogram.count() - 1 - leftOut);
    return Range.around(Math.max(low, seen.low()), Math.min(high, seen.high()));
  }
}

package dev.touchstone.recipes.calibration;

import java.nio.FloatBuffer;

/**
 * Smallest and largest value of each sample, averaged with exponentially falling weights: {@code
 * average += newest · (value − average)}, from the first sample on (Jacob et al., CVPR 2018,
 * section 3.1). Depends on the order of the samples.
 */
final class MovingAverageRange implements RangeFinder {

  private final double newest;
  private double low;
  private double high;
  private boolean begun;

  MovingAverageRange(double newest) {
    this.newest = newest;
  }

  @Override
  public void see(FloatBuffer values, Extremes extremes) {
    double weight = begun ? newest : 1;
    low += weight * (extremes.low() - low);
    high += weight * (extremes.high() - high);
    begun = true;
  }

  @Override
  public boolean dependsOnOrder() {
    return true;
  }

  @Override
  public Range range() {
    return Range.around(low, high);
  }
}

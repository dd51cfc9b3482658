package dev.touchstone.recipes.calibration;

import java.nio.FloatBuffer;

/** Smallest to largest value seen. */
final class MinMaxRange implements RangeFinder {

  private Extremes seen = new Extremes(0, 0);

  @Override
  public void see(FloatBuffer values, Extremes extremes) {
    seen = seen.and(extremes);
  }

  @Override
  public Range range() {
    return seen.range();
  }
}

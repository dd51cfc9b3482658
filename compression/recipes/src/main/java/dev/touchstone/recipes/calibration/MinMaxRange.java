package dev.touchstone.recipes.calibration;

import java.nio.FloatBuffer;

/** Smallest to largest value seen. */
final class MinMaxRange implements RangeFinder {

  private float low;
  private float high;

  @Override
  public void see(FloatBuffer values) {
    float smallest = low;
    float largest = high;
    for (int i = values.position(); i < values.limit(); i++) {
      float value = values.get(i);
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
    low = smallest;
    high = largest;
  }

  @Override
  public Range range() {
    return new Range(low, high);
  }
}

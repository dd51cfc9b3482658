package dev.touchstone.recipes.calibration;

import dev.touchstone.scenarios.Step.Calibration;
import java.nio.FloatBuffer;

/**
 * Sees the values of one tensor, sample by sample, and says which range to keep. Its memory does
 * not grow with the number of samples.
 */
public interface RangeFinder {

  /**
   * Takes in the values of one sample.
   *
   * @param values from the position to the limit
   * @param extremes of these values; finite
   */
  void see(FloatBuffer values, Extremes extremes);

  /** Takes in the values of one sample; none may be NaN or infinite. */
  default void see(FloatBuffer values) {
    see(values, Extremes.of(values));
  }

  /** Whether the range depends on the order in which samples are seen. */
  default boolean dependsOnOrder() {
    return false;
  }

  /** The range of all that was seen; {@code [0, 0]} if that is nothing. */
  Range range();

  /** A finder of the kind that a recipe asks for. */
  static RangeFinder of(Calibration calibration) {
    if (calibration instanceof Calibration.Percentile percentile) {
      return new PercentileRange(percentile.quantile());
    }
    if (calibration instanceof Calibration.Entropy entropy) {
      return new EntropyRange(entropy.bins());
    }
    if (calibration instanceof Calibration.MovingAverage average) {
      return new MovingAverageRange(average.newest());
    }
    if (calibration instanceof Calibration.MeanSquaredError) {
      return new LeastSquaresRange();
    }
    return new MinMaxRange();
  }
}

package dev.touchstone.baselines;

/**
 * A lower and an upper confidence bound.
 *
 * @param lower may be negative infinity
 * @param upper may be infinity; not below {@code lower}
 * @param confidence the level at which each bound holds by itself, at the least, in (0, 1): a gate
 *     asks on one side only, and both together hold at {@code 2 confidence - 1}
 */
public record Interval(double lower, double upper, double confidence) {

  /** Rejects NaN and bounds in the wrong order. */
  public Interval {
    if (!(lower <= upper) || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "an interval needs lower <= upper and a level in (0, 1), was ["
              + lower
              + ", "
              + upper
              + "] at "
              + confidence);
    }
  }
}

package dev.touchstone.baselines.statistics;

/**
 * A lower and an upper confidence bound.
 *
 * @param lower may be negative infinity
 * @param upper may be infinity; not below {@code lower}
 */
public record Bounds(double lower, double upper) {

  /** Rejects NaN and bounds in the wrong order. */
  public Bounds {
    if (!(lower <= upper)) { // negated, so that NaN is rejected too
      throw new IllegalArgumentException(
          "bounds need lower <= upper, were " + lower + " and " + upper);
    }
  }
}

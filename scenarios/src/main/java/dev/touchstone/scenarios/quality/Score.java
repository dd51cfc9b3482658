package dev.touchstone.scenarios.quality;

/**
 * The value of a quality metric and how much it rests on.
 *
 * @param value in the unit of the metric; never NaN, but infinite where an answer that is not a
 *     number makes an error boundless
 * @param n samples that the value was computed from, at least 1
 */
public record Score(double value, long n) {

  /** Rejects NaN and a value that rests on nothing. */
  public Score {
    if (Double.isNaN(value) || n < 1) {
      throw new IllegalArgumentException(
          "a score needs a number and at least one sample, was " + value + " of " + n);
    }
  }
}

package dev.touchstone.scenarios;

import java.util.Locale;
import java.util.Objects;

/**
 * A change for the worse, either relative to the baseline's value or in points of a fraction.
 *
 * @param size the loss as a fraction, in [0, 10]: {@code 0.03} is 3 % (relative) or 3 pp (points)
 * @param scale what the fraction is of
 */
public record Loss(double size, Scale scale) {

  /** What a loss is measured against. */
  public enum Scale {
    /** A fraction of the baseline's value; written {@code 3 %}. */
    RELATIVE("%"),
    /** A difference of two fractions; written {@code 3 pp}. */
    POINTS("pp");

    private final String symbol;

    Scale(String symbol) {
      this.symbol = symbol;
    }

    /** The unit in scenario files. */
    public String symbol() {
      return symbol;
    }
  }

  /** Rejects NaN, a negative size, and one above 10. */
  public Loss {
    Objects.requireNonNull(scale, "scale");
    if (!(size >= 0 && size <= 10)) { // negated, so that NaN is rejected too
      throw new IllegalArgumentException("a loss must be a fraction in [0, 10], was " + size);
    }
  }

  /** Renders as {@code 0.5 %} or {@code 1 pp}. */
  @Override
  public String toString() {
    String number = String.format(Locale.ROOT, "%.4f", size * 100);
    return number.replaceAll("\\.?0+$", "") + " " + scale.symbol();
  }
}

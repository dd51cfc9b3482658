package dev.touchstone.scenarios;

import java.util.Locale;
import java.util.Objects;

/**
 * A number with its unit.
 *
 * @param value the number, in the canonical unit; NaN is not allowed
 * @param unit the canonical unit of its dimension
 */
public record Quantity(double value, Unit unit) {

  private static final int MOST_DECIMALS = 9;

  /** Rejects a value that is not a number. */
  public Quantity {
    Objects.requireNonNull(unit, "unit");
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("a quantity must be a number, was NaN " + unit.symbol());
    }
  }

  /**
   * Renders for a reader, with three significant digits and the prefix that suits the size: {@code
   * 1.25 ms}, {@code 3.40 MiB}, {@code 94.62 %}.
   */
  @Override
  public String toString() {
    return switch (unit) {
      case NANOSECOND -> scaled(new String[] {"ns", "us", "ms", "s"}, 1000);
      case BYTE -> scaled(new String[] {"B", "KiB", "MiB", "GiB", "TiB"}, 1024);
      case PER_SECOND -> significant(value) + " /s";
      case FRACTION -> String.format(Locale.ROOT, "%.2f %%", value * 100);
      case JOULE -> significant(value) + " J";
      case COUNT -> String.format(Locale.ROOT, "%.0f", value);
      case NUMBER -> significant(value);
    };
  }

  private String scaled(String[] names, double step) {
    double scaled = value;
    int i = 0;
    while (Math.abs(scaled) >= step - 0.5 && i < names.length - 1) {
      scaled /= step;
      i++;
    }
    boolean whole = i == 0 && scaled == Math.rint(scaled);
    return (whole ? String.format(Locale.ROOT, "%.0f", scaled) : significant(scaled))
        + " "
        + names[i];
  }

  private static String significant(double number) {
    double size = Math.abs(number);
    int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 || size == 0 ? 2 : 3;
    for (double next = 0.09995; size > 0 && size < next && decimals < MOST_DECIMALS; next /= 10) {
      decimals++;
    }
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}

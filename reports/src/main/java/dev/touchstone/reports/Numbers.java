package dev.touchstone.reports;

import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Unit;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Numbers as a person or a machine reads them. */
final class Numbers {

  private Numbers() {}

  /**
   * The shortest decimal that gives the same double back; {@code Infinity} and {@code -Infinity}
   * for the infinities, as most CSV readers know them.
   */
  static String exact(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return "0";
    }
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** A change with its sign, such as {@code +0.30 %} or {@code −12.5 pp}. */
  static String signed(double fraction, Loss.Scale scale) {
    return signed(fraction, decimals(fraction)) + " " + scale.symbol();
  }

  /**
   * An estimate of a change with its interval, such as {@code +0.30 % [−0.40, +1.10]}, all with as
   * many decimals as the largest of them needs.
   */
  static String signed(Optional<Double> estimate, Optional<Interval> interval, Loss.Scale scale) {
    double largest =
        Stream.concat(
                estimate.stream(), interval.stream().flatMap(i -> Stream.of(i.lower(), i.upper())))
            .mapToDouble(v -> finite(Math.abs(v)))
            .max()
            .orElse(0);
    int decimals = decimals(largest);
    String range =
        interval
            .map(i -> "[" + signed(i.lower(), decimals) + ", " + signed(i.upper(), decimals) + "]")
            .orElse("");
    return estimate
        .map(e -> (signed(e, decimals) + " " + scale.symbol() + " " + range).strip())
        .orElse(range.isEmpty() ? "" : range + " " + scale.symbol());
  }

  private static double finite(double value) {
    return Double.isInfinite(value) ? 0 : value;
  }

  private static int decimals(double fraction) {
    return Math.abs(fraction) >= 0.0995 ? 1 : 2;
  }

  private static String signed(double fraction, int decimals) {
    if (Double.isInfinite(fraction)) {
      return fraction > 0 ? "+∞" : "−∞";
    }
    String digits = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(fraction) * 100);
    boolean zero = digits.chars().allMatch(c -> c == '0' || c == '.');
    return (zero ? "±" : fraction < 0 ? "−" : "+") + digits;
  }

  /** An interval of a metric's value, such as {@code [1.21 ms, 1.25 ms]}. */
  static String interval(Interval interval, Unit unit) {
    return "[" + quantity(interval.lower(), unit) + ", " + quantity(interval.upper(), unit) + "]";
  }

  /** A value of a metric for people. */
  static String quantity(double value, Unit unit) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    return new Quantity(value, unit).toString().replace(" us", " µs").replace('-', '−');
  }

  /** A measured value for people. */
  static String quantity(Measurement measurement) {
    return quantity(measurement.value().value(), measurement.value().unit());
  }

  /** A confidence level, such as {@code 99.9 %}. */
  static String level(double confidence) {
    return exact(Math.rint(confidence * 1e6) / 1e4) + " %";
  }

  /**
   * How a value differs from another: in points for shares, else relative; empty where a relative
   * change means nothing, as for counts and for a baseline of 0.
   */
  static Optional<String> change(Measurement value, Measurement baseline) {
    double now = value.value().value();
    double then = baseline.value().value();
    return switch (value.value().unit()) {
      case FRACTION -> Optional.of(signed(now - then, Loss.Scale.POINTS));
      case COUNT -> Optional.empty();
      default ->
          then == 0 || Double.isInfinite(now) || Double.isInfinite(then)
              ? Optional.empty()
              : Optional.of(signed((now - then) / Math.abs(then), Loss.Scale.RELATIVE));
    };
  }
}

package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads quantities such as {@code 80 ms}, {@code 2 GiB}, {@code 40 /s}, {@code 94 %} and losses
 * such as {@code 0.5 %}, {@code 1 pp}. A missing or unknown unit, one of another dimension, and a
 * value that cannot be are problems that say what is right.
 */
final class QuantityReader {

  private static final Pattern AMOUNT =
      Pattern.compile("([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\\s*(.*)");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[+-]?\\.?(nan|inf|infinity)\\b.*", Pattern.CASE_INSENSITIVE);

  /** Largest whole number that a double holds exactly: 104 days in nanoseconds, 8 PiB. */
  private static final double EXACT = 0x1p53;

  private static final Map<Unit, Dimension> DIMENSIONS =
      Map.of(
          Unit.NANOSECOND,
          new Dimension(
              "a time",
              units("ns", 1, "us", 1e3, "ms", 1e6, "s", 1e9, "min", 60e9, "h", 3600e9),
              List.of("ms", "us")),
          Unit.BYTE,
          new Dimension("a size in bytes", bytes(), List.of("MiB", "KiB")),
          Unit.PER_SECOND,
          new Dimension("a rate", units("/s", 1), List.of("/s")),
          Unit.FRACTION,
          new Dimension("a share", units("%", 0.01), List.of("%")),
          Unit.JOULE,
          new Dimension("an energy", units("uJ", 1e-6, "mJ", 1e-3, "J", 1), List.of("mJ", "J")),
          Unit.COUNT,
          new Dimension("a count", Map.of(), List.of()),
          Unit.NUMBER,
          new Dimension("a number in the unit of the labels", Map.of(), List.of()));

  /** Other spellings, and units of losses: known, so that a message can say what they are. */
  private static final Map<String, String> ALIASES = Map.of("µs", "us", "μs", "us");

  private final Problems problems;

  /**
   * What can be measured in the same units.
   *
   * @param factors from each unit to the canonical one
   * @param usual units to propose when none is written
   */
  private record Dimension(String noun, Map<String, Double> factors, List<String> usual) {}

  /** A number and what stands after it. */
  private record Amount(double number, String digits, String unit) {}

  QuantityReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads a value of a dimension.
   *
   * @param subject what is being stated, for messages, such as {@code latency.p95}
   */
  Optional<Quantity> quantity(YamlScalar value, Unit unit, String subject) {
    return amount(value, subject)
        .flatMap(amount -> inCanonicalUnit(amount, value, unit, subject))
        .filter(number -> possible(number, value, unit, subject))
        .map(number -> new Quantity(number, unit));
  }

  /**
   * Reads a loss or a gain.
   *
   * @param scale the only one that makes sense for the metric
   * @param most the largest fraction that is possible, included
   */
  Optional<Loss> loss(YamlScalar value, Loss.Scale scale, double most, String subject) {
    return amount(value, subject)
        .filter(amount -> inScale(amount, value, scale, subject))
        .map(amount -> amount.number() / 100)
        .filter(size -> possible(size, value, scale, most, subject))
        .map(size -> new Loss(size, scale));
  }

  private Optional<Amount> amount(YamlScalar value, String subject) {
    String text = value.text().strip();
    Matcher matcher = AMOUNT.matcher(text);
    if (matcher.matches()) {
      String unit = matcher.group(2).strip();
      double number = Double.parseDouble(matcher.group(1));
      if (Double.isFinite(number)) {
        return Optional.of(new Amount(number, matcher.group(1), ALIASES.getOrDefault(unit, unit)));
      }
    }
    boolean infinite = matcher.matches() || NO_NUMBER.matcher(text).matches();
    problems.add(
        value.problem(
            value.found()
                + (infinite ? " is not a finite number" : " does not begin with a number"),
            "write " + subject + " as a number" + (infinite ? "" : " and its unit")));
    return Optional.empty();
  }

  private Optional<Double> inCanonicalUnit(
      Amount amount, YamlScalar value, Unit unit, String subject) {
    Dimension dimension = dimension(unit);
    Double factor = dimension.factors().get(amount.unit());
    if (factor != null) {
      return Optional.of(amount.number() * factor);
    }
    if (amount.unit().isEmpty() && (dimension.factors().isEmpty() || unit == Unit.FRACTION)) {
      return Optional.of(amount.number());
    }
    if (amount.unit().isEmpty()) {
      problems.add(value.problem(value.found() + " has no unit", example(amount, dimension)));
    } else {
      problems.add(wrongUnit(amount, value, dimension, subject));
    }
    return Optional.empty();
  }

  private static Problem wrongUnit(
      Amount amount, YamlScalar value, Dimension right, String subject) {
    Optional<Dimension> other =
        DIMENSIONS.values().stream()
            .filter(d -> d.factors().containsKey(amount.unit()))
            .findFirst();
    String allowed =
        right.factors().isEmpty()
            ? "write a number without a unit"
            : Words.allowed(right.factors().keySet());
    if (amount.unit().equals("pp") || other.isPresent()) {
      String what = other.map(Dimension::noun).orElse("a difference in percentage points");
      return value.problem(
          value.found() + " is " + what + ", but " + subject + " is " + right.noun(), allowed);
    }
    return value.problem(
        value.found() + " has the unknown unit " + Words.quoted(amount.unit()) + "; " + allowed,
        Words.didYouMean(amount.unit(), right.factors().keySet()));
  }

  private boolean possible(double number, YamlScalar value, Unit unit, String subject) {
    boolean aboveZero =
        switch (unit) {
          case NANOSECOND, BYTE, PER_SECOND, JOULE -> true;
          case FRACTION, COUNT, NUMBER -> false;
        };
    String reason = "";
    String hint = "";
    if (number < 0) {
      reason = " is negative, which " + subject + " never is";
    } else if (aboveZero && number == 0) {
      reason = " is nothing, and " + subject + " is always more";
    } else if (unit == Unit.FRACTION && number > 1) {
      boolean percent = value.text().contains("%");
      reason = percent ? " is above 100 %" : " is above 1, and a share is at most 1";
      hint = percent ? "" : "write a fraction such as 0.94, or a percentage such as 94 %";
    } else if (unit == Unit.COUNT && number != Math.rint(number)) {
      reason = " is not a whole number, and " + subject + " is a count";
    } else if (number > EXACT) {
      reason = " is too large";
    }
    if (!reason.isEmpty()) {
      problems.add(value.problem(value.found() + reason, hint));
    }
    return reason.isEmpty();
  }

  private boolean inScale(Amount amount, YamlScalar value, Loss.Scale scale, String subject) {
    String right = "write " + Words.quoted(amount.digits() + " " + scale.symbol());
    if (amount.unit().equals(scale.symbol())) {
      return true;
    }
    if (amount.unit().isEmpty()) {
      problems.add(value.problem(value.found() + " has no unit", right));
    } else if (amount.unit().equals("pp") || amount.unit().equals("%")) {
      String reason =
          scale == Loss.Scale.POINTS
              ? " is relative, and " + subject + " is compared in percentage points"
              : " is in percentage points, and " + subject + " is compared by its relative change";
      problems.add(value.problem(value.found() + reason, right));
    } else {
      problems.add(
          value.problem(
              value.found()
                  + " has the unit "
                  + Words.quoted(amount.unit())
                  + "; allowed: "
                  + scale.symbol(),
              "a loss of " + subject + " is written like 0.5 " + scale.symbol()));
    }
    return false;
  }

  private boolean possible(
      double size, YamlScalar value, Loss.Scale scale, double most, String subject) {
    String reason = "";
    if (size < 0) {
      reason = " is negative; losses and gains are written without a sign";
    } else if (size > most) {
      Loss largest = new Loss(most, scale);
      reason = " is not possible for " + subject + "; allowed: up to " + largest;
    }
    if (!reason.isEmpty()) {
      problems.add(value.problem(value.found() + reason));
    }
    return reason.isEmpty();
  }

  private static String example(Amount amount, Dimension dimension) {
    return dimension.usual().stream()
        .map(unit -> Words.quoted(amount.digits() + " " + unit))
        .reduce("write ", (text, next) -> text + (text.endsWith("\"") ? " or " : "") + next);
  }

  private static Dimension dimension(Unit unit) {
    Dimension dimension = DIMENSIONS.get(unit);
    if (dimension == null) {
      throw new IllegalArgumentException("no spelling for " + unit);
    }
    return dimension;
  }

  private static Map<String, Double> units(Object... namesAndFactors) {
    Map<String, Double> units = new LinkedHashMap<>();
    for (int i = 0; i < namesAndFactors.length; i += 2) {
      units.put((String) namesAndFactors[i], ((Number) namesAndFactors[i + 1]).doubleValue());
    }
    return units;
  }

  private static Map<String, Double> bytes() {
    Map<String, Double> units = units("B", 1);
    double binary = 1;
    double decimal = 1;
    for (String prefix : List.of("K", "M", "G", "T")) {
      binary *= 1024;
      decimal *= 1000;
      units.put(prefix + "iB", binary);
      units.put((prefix.equals("K") ? "k" : prefix) + "B", decimal);
    }
    return units;
  }
}

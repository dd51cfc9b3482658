package dev.touchstone.reports;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A text in the intersection of OpenMetrics 1.0 and the older Prometheus text format 0.0.4, in
 * which families are told apart by unit, hold together, and end in {@code # EOF}. All are gauges:
 * the types that only OpenMetrics knows make readers of the older format refuse the whole text.
 */
final class Exposition {

  /** The lines of each family, by its name. */
  private final Map<String, StringBuilder> families = new LinkedHashMap<>();

  /**
   * What a family is about.
   *
   * @param name with the unit as its end, if there is one
   * @param unit a base unit such as {@code seconds}; empty for none
   * @param help one sentence
   */
  record Family(String name, String unit, String help) {

    /** A family of that name, with the unit at its end. */
    static Family of(String name, String unit, String help) {
      return new Family(unit.isEmpty() ? name : name + "_" + unit, unit, help);
    }

    private String head() {
      return "# TYPE "
          + name
          + " gauge\n"
          + (unit.isEmpty() ? "" : "# UNIT " + name + " " + unit + "\n")
          + "# HELP "
          + name
          + " "
          + help.replace("\\", "\\\\").replace("\n", "\\n")
          + "\n";
    }
  }

  /** Adds a sample; labels without a value are left out, which means the same. */
  void add(Family family, Map<String, String> labels, double value) {
    String all =
        labels.entrySet().stream()
            .filter(label -> !label.getValue().isEmpty())
            .map(label -> label.getKey() + "=\"" + escape(label.getValue()) + "\"")
            .collect(Collectors.joining(","));
    families
        .computeIfAbsent(family.name(), name -> new StringBuilder(family.head()))
        .append(family.name())
        .append('{')
        .append(all)
        .append("} ")
        .append(number(value))
        .append('\n');
  }

  /** Control characters are shown as elsewhere; both formats would let them through. */
  static String escape(String value) {
    return Plain.line(value).replace("\\", "\\\\").replace("\"", "\\\"");
  }

  static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return Numbers.exact(value);
  }

  /** A number of nanoseconds in seconds, without digits that only the division makes. */
  static double seconds(double nanos) {
    return Double.isFinite(nanos)
        ? new BigDecimal(Double.toString(nanos)).movePointLeft(9).doubleValue()
        : nanos;
  }

  @Override
  public String toString() {
    return String.join("", families.values()) + "# EOF\n";
  }
}

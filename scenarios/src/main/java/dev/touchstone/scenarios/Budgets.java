package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Location;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Absolute requirements that a hardware profile brings to every scenario. */
public final class Budgets {

  private static final Pattern LINE =
      Pattern.compile("(.+):(\\d+):(\\d+): (\\S+) (at-most|at-least) (\\S+) \\S+");

  private Budgets() {}

  /** Whether a requirement bounds a metric by itself and compares with no other arm. */
  static boolean isAbsolute(Requirement requirement) {
    return requirement.rule() instanceof Rule.AtMost || requirement.rule() instanceof Rule.AtLeast;
  }

  /**
   * The requirements of a scenario, and after them the budgets that it does not state itself: a
   * scenario's own bound on the same metric replaces the profile's, whichever is tighter.
   *
   * @param load the load patterns of the scenario; the first is that of every budget
   */
  static List<Requirement> join(
      List<Requirement> stated, List<LoadPattern> load, List<Requirement> budgets) {
    String first = load.isEmpty() ? "" : load.get(0).key();
    List<Requirement> all = new ArrayList<>(stated);
    for (Requirement budget : budgets) {
      boolean own =
          stated.stream()
              .filter(Budgets::isAbsolute)
              .filter(r -> r.metric() == budget.metric())
              .anyMatch(r -> r.load().orElse(first).equals(first));
      if (!own) {
        all.add(budget);
      }
    }
    return List.copyOf(all);
  }

  /** One line that keeps a budget exactly, for {@link #read}. */
  public static String line(Requirement budget) {
    Quantity limit = limit(budget.rule());
    return budget.location()
        + ": "
        + budget.metric().key()
        + (budget.rule() instanceof Rule.AtMost ? " at-most " : " at-least ")
        + new BigDecimal(limit.value()).toPlainString()
        + " "
        + limit.unit().symbol();
  }

  private static Quantity limit(Rule rule) {
    return rule instanceof Rule.AtMost most ? most.limit() : ((Rule.AtLeast) rule).limit();
  }

  /**
   * The budget of a line that {@link #line} made.
   *
   * @return empty if it is no such line, or names a metric that is not known here
   */
  public static Optional<Requirement> read(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<Metric> metric = Metric.ofKey(matcher.group(4));
    Location location =
        new Location(
            matcher.group(1),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)));
    return metric.map(
        m -> {
          Quantity limit = new Quantity(new BigDecimal(matcher.group(6)).doubleValue(), m.unit());
          Rule rule =
              matcher.group(5).equals("at-most") ? new Rule.AtMost(limit) : new Rule.AtLeast(limit);
          return new Requirement(m, rule, Optional.empty(), Optional.empty(), location);
        });
  }
}

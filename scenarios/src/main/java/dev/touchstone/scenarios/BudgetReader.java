package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the budgets of a profile: absolute bounds on what hardware decides. Quality is a matter of
 * the model and its data, and a comparison one of the scenario.
 */
final class BudgetReader {

  private static final List<String> METRICS =
      Arrays.stream(Metric.values()).filter(m -> !m.isQuality()).map(Metric::key).toList();

  private final Problems problems;
  private final Map<Metric, Location> seen = new EnumMap<>(Metric.class);

  BudgetReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads the list under {@code budgets}; empty if there is none. */
  List<Requirement> budgets(Fields profile) {
    List<Requirement> budgets = new ArrayList<>();
    for (YamlNode item : profile.list("budgets").orElse(List.of())) {
      budget(item).ifPresent(budgets::add);
    }
    return budgets;
  }

  private Optional<Requirement> budget(YamlNode node) {
    Fields fields = Fields.of(node, "a budget", List.of("metric", "at-most", "at-least"), problems);
    fields.require("metric");
    Optional<Metric> metric = fields.word("metric", METRICS).flatMap(Metric::ofKey);
    Optional<Rule> rule =
        fields.node().entries().isEmpty()
            ? Optional.empty()
            : new RuleReader(problems).bound(fields, metric);
    if (metric.isEmpty() || rule.isEmpty()) {
      return Optional.empty();
    }
    Location first = seen.putIfAbsent(metric.get(), node.location());
    if (first != null) {
      problems.add(
          node.problem(
              metric.get().key() + " has a budget already, in line " + first.line(),
              "keep one of the two"));
    }
    return Optional.of(
        new Requirement(
            metric.get(), rule.get(), Optional.empty(), Optional.empty(), node.location()));
  }
}

package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Location;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that must hold for every candidate of a scenario.
 *
 * @param metric what is judged
 * @param rule what is demanded
 * @param forEach the slice column whose every value is judged by itself; {@code class} is the
 *     label; empty for the whole data set
 * @param load the load pattern, by its key, under which the metric is taken; empty for the first of
 *     the scenario
 * @param location where it stands in the scenario file
 */
public record Requirement(
    Metric metric, Rule rule, Optional<String> forEach, Optional<String> load, Location location) {

  /** The value of {@code for-each} that slices by label. */
  public static final String EACH_CLASS = "class";

  /** Rejects null. */
  public Requirement {
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(forEach, "forEach");
    Objects.requireNonNull(load, "load");
    Objects.requireNonNull(location, "location");
  }

  /** Renders as a line that a report can use as a title. */
  @Override
  public String toString() {
    return metric.key() + forEach.map(f -> " for each " + f).orElse("") + " " + rule;
  }
}

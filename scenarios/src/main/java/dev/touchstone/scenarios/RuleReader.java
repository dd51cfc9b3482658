package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a requirement demands: exactly one of {@code at-most}, {@code at-least}, {@code
 * against} with {@code allow} and {@code catch}, {@code against} with {@code gain-at-least}.
 */
final class RuleReader {

  static final List<String> KEYS =
      List.of("at-most", "at-least", "against", "allow", "catch", "gain-at-least");

  private static final String FORMS =
      "write at-most, or at-least, or against with allow and catch, or against with gain-at-least";

  private final Problems problems;
  private final QuantityReader quantities;

  RuleReader(Problems problems) {
    this.problems = problems;
    this.quantities = new QuantityReader(problems);
  }

  /**
   * Reads the rule of one requirement.
   *
   * @param metric empty if it is not known; then only the form is checked
   */
  Optional<Rule> rule(Fields requirement, Optional<Metric> metric) {
    List<String> stated = KEYS.stream().filter(requirement::has).toList();
    if (stated.isEmpty()) {
      problems.add(requirement.node().problem("the requirement demands nothing", FORMS));
      return Optional.empty();
    }
    boolean absolute = stated.contains("at-most") || stated.contains("at-least");
    if (absolute && stated.size() > 1) {
      String message = String.join(", ", stated) + " stand together, and they are different rules";
      problems.add(
          requirement.node().problem(message, "keep one, and write a requirement for each other"));
      return Optional.empty();
    }
    return absolute
        ? metric.flatMap(m -> absolute(requirement, m, stated.get(0)))
        : relative(requirement, metric);
  }

  /** Reads an absolute rule from fields that know no other. */
  Optional<Rule> bound(Fields budget, Optional<Metric> metric) {
    List<String> stated = List.of("at-most", "at-least").stream().filter(budget::has).toList();
    if (stated.size() != 1) {
      problems.add(
          budget
              .node()
              .problem(
                  stated.isEmpty() ? "the budget bounds nothing" : "two bounds stand together",
                  "write at-most or at-least"));
      return Optional.empty();
    }
    return metric.flatMap(m -> absolute(budget, m, stated.get(0)));
  }

  private Optional<Rule> absolute(Fields requirement, Metric metric, String key) {
    boolean atMost = key.equals("at-most");
    boolean lower = metric.direction() == Direction.LOWER_IS_BETTER;
    if (atMost != lower) {
      YamlScalar word = requirement.key(key).orElseThrow();
      String better = lower ? "lower" : "higher";
      problems.add(
          word.problem(
              metric.key() + " is better when it is " + better + ", so " + key + " bounds nothing",
              "write " + (lower ? "at-most" : "at-least")));
    }
    Optional<Quantity> limit =
        requirement
            .scalar(key)
            .flatMap(value -> quantities.quantity(value, metric.unit(), metric.key()));
    if (atMost != lower) {
      return Optional.empty();
    }
    return limit.map(l -> atMost ? new Rule.AtMost(l) : new Rule.AtLeast(l));
  }

  private Optional<Rule> relative(Fields requirement, Optional<Metric> metric) {
    boolean gain = requirement.has("gain-at-least");
    boolean margin = requirement.has("allow") || requirement.has("catch");
    if (gain && margin) {
      problems.add(
          requirement
              .node()
              .problem("gain-at-least stands together with allow or catch", "keep one of them"));
    } else if (gain) {
      requirement.require("against");
    } else {
      requirement.require("against", "allow", "catch");
    }
    Optional<Baseline> baseline =
        requirement
            .word("against", List.of("reference", "deployed"))
            .map(word -> word.equals("reference") ? Baseline.REFERENCE : Baseline.DEPLOYED);
    if (metric.isEmpty() || !comparable(requirement, metric.get()) || (gain && margin)) {
      return Optional.empty();
    }
    Optional<Rule> rule =
        gain
            ? gain(requirement, metric.get(), baseline.orElse(Baseline.REFERENCE))
            : margin(requirement, metric.get(), baseline.orElse(Baseline.REFERENCE));
    return baseline.isPresent() ? rule : Optional.empty();
  }

  private boolean comparable(Fields requirement, Metric metric) {
    if (metric.isStage() || metric == Metric.LATENCY_P90 || metric == Metric.LATENCY_P999) {
      problems.add(
          requirement
              .node()
              .problem(
                  metric.key() + " is not measured side by side with another arm",
                  "write at-most, or compare latency.p50, latency.p95 or latency.p99"));
      return false;
    }
    if (metric != Metric.QUALITY_FLIPS && metric != Metric.QUALITY_GOLDEN) {
      return true;
    }
    problems.add(
        requirement
            .node()
            .problem(
                metric.key()
                    + " is itself a comparison with the reference, and has none with another arm",
                "write at-most with a number of samples"));
    return false;
  }

  private Optional<Rule> gain(Fields requirement, Metric metric, Baseline baseline) {
    // A latency cannot fall by all of itself, but a throughput can become many times as large.
    boolean bounded =
        metric.direction() == Direction.LOWER_IS_BETTER && scale(metric) == Loss.Scale.RELATIVE;
    double most = scale(metric) == Loss.Scale.POINTS ? 1 : bounded ? 0.99 : 10;
    Optional<YamlScalar> value = requirement.scalar("gain-at-least");
    return value
        .flatMap(v -> quantities.loss(v, scale(metric), most, metric.key()))
        .filter(
            gain -> {
              if (gain.size() == 0) {
                problems.add(
                    value
                        .get()
                        .problem(value.get().found() + " is no gain", "use allow and catch"));
              }
              return gain.size() > 0;
            })
        .map(gain -> new Rule.GainAtLeast(baseline, gain));
  }

  private Optional<Rule> margin(Fields requirement, Metric metric, Baseline baseline) {
    boolean bounded =
        metric.direction() == Direction.HIGHER_IS_BETTER || scale(metric) == Loss.Scale.POINTS;
    double most = bounded ? 1 : 10;
    Optional<Loss> allow =
        requirement
            .scalar("allow")
            .flatMap(v -> quantities.loss(v, scale(metric), most, metric.key()));
    Optional<YamlScalar> value = requirement.scalar("catch");
    Optional<Loss> caught =
        value.flatMap(v -> quantities.loss(v, scale(metric), most, metric.key()));
    if (allow.isEmpty() || caught.isEmpty()) {
      return Optional.empty();
    }
    if (caught.get().size() < allow.get().size()) {
      problems.add(
          value
              .get()
              .problem(
                  value.get().found() + " is below allow, " + allow.get(),
                  "catch is the loss that must be found, and allow the one that never blocks"));
      return Optional.empty();
    }
    if (caught.get().size() == 0 && metric != Metric.SIZE) {
      problems.add(
          value
              .get()
              .problem(
                  value.get().found() + " cannot be told from no loss by any measurement",
                  "write the smallest loss that matters"));
      return Optional.empty();
    }
    return Optional.of(new Rule.Against(baseline, allow.get(), caught.get()));
  }

  /** Shares are compared in points; everything else by its relative change. */
  private static Loss.Scale scale(Metric metric) {
    return metric.unit() == Unit.FRACTION ? Loss.Scale.POINTS : Loss.Scale.RELATIVE;
  }
}

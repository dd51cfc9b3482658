package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the requirements of a scenario and checks each against what the scenario offers. */
final class RequirementReader {

  private static final List<String> KEYS =
      Stream.concat(Stream.of("metric", "for-each", "load"), RuleReader.KEYS.stream()).toList();
  private static final List<String> METRICS =
      Arrays.stream(Metric.values()).map(Metric::key).toList();

  private final Set<String> loads;
  private final SlicedLabels data;
  private final Problems problems;
  private final Map<String, Location> seen = new HashMap<>();

  /**
   * For one scenario.
   *
   * @param loads names of its load patterns
   * @param data what its evaluation data can answer
   */
  RequirementReader(Set<String> loads, SlicedLabels data, Problems problems) {
    this.loads = loads;
    this.data = data;
    this.problems = problems;
  }

  /** Reads the list under {@code requirements}; empty if there is none. */
  List<Requirement> requirements(Fields scenario) {
    List<Requirement> requirements = new ArrayList<>();
    for (YamlNode item : scenario.list("requirements").orElse(List.of())) {
      requirement(item).ifPresent(requirements::add);
    }
    return requirements;
  }

  private Optional<Requirement> requirement(YamlNode node) {
    Fields fields = Fields.of(node, "a requirement", KEYS, problems);
    fields.require("metric");
    Optional<Metric> metric = fields.word("metric", METRICS).flatMap(Metric::ofKey);
    Optional<Rule> rule =
        fields.node().entries().isEmpty() ? Optional.empty() : readRule(fields, metric);
    Optional<YamlScalar> forEach = fields.scalar("for-each");
    Optional<YamlScalar> load = fields.scalar("load");
    load.ifPresent(l -> checkLoad(l, metric));
    metric.filter(Metric::isStage).ifPresent(m -> checkStage(fields, m));
    metric.ifPresent(
        m -> {
          if (m.isQuality()) {
            data.check(fields.scalar("metric").orElseThrow(), m, forEach, problems);
          } else {
            forEach.ifPresent(f -> problems.add(notSliced(f, m)));
          }
        });
    if (metric.isEmpty() || rule.isEmpty()) {
      return Optional.empty();
    }
    Requirement read =
        new Requirement(
            metric.get(),
            rule.get(),
            forEach.map(YamlScalar::text),
            load.map(YamlScalar::text),
            node.location());
    checkNew(read, node);
    return Optional.of(read);
  }

  private Optional<Rule> readRule(Fields fields, Optional<Metric> metric) {
    return new RuleReader(problems).rule(fields, metric);
  }

  private static Problem notSliced(YamlScalar each, Metric metric) {
    return each.problem(
        metric.key() + " belongs to the whole run and has no slices",
        "use for-each with quality metrics");
  }

  private void checkLoad(YamlScalar load, Optional<Metric> metric) {
    List<String> known = LoadPattern.KEYS.stream().filter(loads::contains).toList();
    if (!known.contains(load.text())) {
      boolean exists = LoadPattern.KEYS.contains(load.text());
      problems.add(
          load.problem(
              load.found() + " is no load pattern of this scenario; " + Words.allowed(known),
              exists
                  ? "add it to the scenario's load"
                  : Words.didYouMean(load.text(), LoadPattern.KEYS)));
    } else if (metric.filter(m -> !dependsOnLoad(m)).isPresent()) {
      problems.add(
          load.problem(
              metric.get().key() + " does not depend on the load pattern",
              "use load with latency and throughput"));
    }
  }

  /** Stages are measured around single inferences of real samples. */
  private void checkStage(Fields fields, Metric metric) {
    YamlScalar name = fields.scalar("metric").orElseThrow();
    String single = new LoadPattern.SingleStream().key();
    if (!loads.contains(single)) {
      problems.add(
          name.problem(
              metric.key() + " is measured around the inferences of " + single,
              "add " + single + " to the scenario's load"));
    }
    if (data.equals(SlicedLabels.NONE)) {
      problems.add(
          name.problem(
              metric.key() + " needs samples to process, and the scenario has no data",
              "add data: {evaluation: {manifest: ...}}"));
    }
  }

  private static boolean dependsOnLoad(Metric metric) {
    return metric == Metric.THROUGHPUT || metric.isLatency();
  }

  private void checkNew(Requirement read, YamlNode node) {
    String form = read.rule().getClass().getSimpleName();
    if (read.rule() instanceof Rule.Against against) {
      form += against.baseline();
    } else if (read.rule() instanceof Rule.GainAtLeast gain) {
      form += gain.baseline();
    }
    String key = String.join("|", read.metric().key(), form, read.forEach().orElse(""), load(read));
    Location first = seen.putIfAbsent(key, node.location());
    if (first != null) {
      problems.add(
          node.problem(
              "demands the same of "
                  + read.metric().key()
                  + " as the requirement in line "
                  + first.line(),
              "keep one of the two"));
    }
  }

  private static String load(Requirement requirement) {
    return requirement.load().orElse("");
  }
}

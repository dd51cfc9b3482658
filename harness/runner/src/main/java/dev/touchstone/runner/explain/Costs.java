package dev.touchstone.runner.explain;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Comparer;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.RunView;
import dev.touchstone.baselines.TimeDomain;
import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Unit;
import dev.touchstone.scenarios.problem.Location;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What arms of a run lose against each other, by the statistics of the gate. */
final class Costs {

  private static final List<Metric> PREFERRED =
      List.of(Metric.QUALITY_TOP1, Metric.QUALITY_AUC, Metric.QUALITY_MAE);

  private static final double LEVEL = 0.99;

  private final RunResult run;
  private final List<String> columns;
  private final Optional<Metric> metric;

  /**
   * Looks at a run.
   *
   * @param columns of slices that are told apart
   */
  Costs(RunResult run, List<String> columns) {
    this.run = run;
    this.columns = List.copyOf(columns);
    List<Metric> known =
        Gate.judge(List.of(), run).measurements().stream()
            .filter(m -> m.arm().equals(Arm.REFERENCE))
            .map(Measurement::metric)
            .toList();
    this.metric = PREFERRED.stream().filter(known::contains).findFirst();
  }

  /** The metric that quality is told by: the first that labels and answers have. */
  Optional<Metric> metric() {
    return metric;
  }

  /** What an arm loses on all samples; empty if it was not measured. */
  Optional<Cost> of(String arm, String baseline) {
    return arm.equals(baseline)
        ? metric.map(m -> none())
        : findings(arm, baseline, Optional.empty()).stream().map(this::cost).findFirst();
  }

  /** The slice on which an arm loses most; empty if there is none, or none that lost. */
  Optional<Cost> worst(String arm, String baseline) {
    if (arm.equals(baseline)) {
      return Optional.empty();
    }
    return columns.stream()
        .flatMap(column -> findings(arm, baseline, Optional.of(column)).stream())
        .map(this::cost)
        .filter(cost -> cost.estimate() > 0)
        .max(Comparator.comparingDouble(Cost::estimate));
  }

  /** What an arm loses in {@code latency.p50} against the reference, from its fork pairs. */
  Optional<Cost> latency(String arm) {
    return new Comparer(run)
        .compare(Metric.LATENCY_P50, TimeDomain.WALL, arm, Arm.REFERENCE)
        .map(
            c -> new Cost("", c.estimate(), Optional.of(c.interval()), Loss.Scale.RELATIVE, c.n()));
  }

  /** Two variants that came out as the same model answer the same. */
  private Cost none() {
    long n = run.samples().map(samples -> (long) samples.size()).orElse(0L);
    return new Cost("", 0, Optional.of(new Interval(0, 0, LEVEL)), scale(), n);
  }

  private Loss.Scale scale() {
    return metric.filter(m -> m.unit() == Unit.FRACTION).isPresent()
        ? Loss.Scale.POINTS
        : Loss.Scale.RELATIVE;
  }

  /** The gate holds candidates against the reference: here the other arm plays its part. */
  private List<Finding> findings(String arm, String baseline, Optional<String> column) {
    if (metric.isEmpty()) {
      return List.of();
    }
    Loss some = new Loss(0.01, scale()); // where the limit lies decides no estimate
    Rule rule = new Rule.Against(Baseline.REFERENCE, some, some);
    Requirement asked =
        new Requirement(metric.get(), rule, column, Optional.empty(), Location.ofFlag("--explain"));
    RunResult view =
        RunView.of(run, List.of(as(ArmRole.REFERENCE, baseline), as(ArmRole.CANDIDATE, arm)));
    return Gate.judge(List.of(asked), view).findings().stream()
        .filter(f -> f.requirement().equals(asked) && f.estimate().isPresent())
        .toList();
  }

  private Arm as(ArmRole role, String name) {
    Arm arm = run.arms().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    return new Arm(arm.name(), role, arm.model(), arm.sha256(), arm.bytes(), arm.lineage());
  }

  private Cost cost(Finding finding) {
    return new Cost(
        finding.slice(), finding.estimate().orElse(0.0), finding.loss(), scale(), finding.n());
  }
}

package dev.touchstone.baselines;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import java.util.Optional;

/**
 * One requirement asked of one candidate, as a whole or on one part of the samples.
 *
 * @param slice the part; empty for the whole
 */
record Question(Evidence evidence, Requirement requirement, String arm, String slice) {

  RunResult run() {
    return evidence.run();
  }

  Metric metric() {
    return requirement.metric();
  }

  Question on(Cut cut) {
    return new Question(evidence, requirement, arm, cut.name());
  }

  /** The load pattern that the metric is taken under: the stated one, or the first. */
  String load() {
    return requirement.load().orElse(evidence.firstLoad());
  }

  private boolean isUnderLoad() {
    return metric() == Metric.THROUGHPUT || Latency.METRICS.contains(metric());
  }

  /** The measured value of an arm. */
  Optional<Measurement> value(String ofArm) {
    return evidence.measurement(ofArm, metric(), slice, isUnderLoad() ? load() : "");
  }

  private Optional<Measurement> baseline() {
    Rule rule = requirement.rule();
    if (rule instanceof Rule.Against against) {
      return value(evidence.armName(against.baseline()));
    }
    return rule instanceof Rule.GainAtLeast gain
        ? value(evidence.armName(gain.baseline()))
        : Optional.empty();
  }

  /** Answers with numbers. */
  Finding answer(Outcome outcome, Interval interval, double estimate, long n, String reason) {
    return answer(outcome, Optional.of(interval), Optional.of(estimate), n, reason);
  }

  /** Answers where a number is missing, or needs no interval. */
  Finding answer(
      Outcome outcome,
      Optional<Interval> interval,
      Optional<Double> estimate,
      long n,
      String reason) {
    return new Finding(
        requirement, arm, slice, outcome, value(arm), baseline(), interval, estimate, n, reason);
  }

  /** Answers that nothing can be said, and why. */
  Finding invalid(String reason) {
    return answer(Outcome.INVALID, Optional.empty(), Optional.empty(), 0, reason);
  }

  /**
   * Answers for something that was not measured: a candidate that ran out of time has failed,
   * anything else says nothing.
   *
   * @param otherwise the reason if no fault explains it
   */
  Finding unmeasured(String otherwise) {
    Optional<Fault> fault = evidence.faults().any(arm);
    if (fault.isEmpty()) {
      return invalid(otherwise);
    }
    Outcome outcome = fault.get().kind() == Fault.Kind.TIMED_OUT ? Outcome.FAIL : Outcome.INVALID;
    return answer(
        outcome, Optional.empty(), Optional.empty(), 0, Faults.describe(fault.get()) + ".");
  }

  /** The arm that a baseline stands for. */
  String name(Baseline baseline) {
    return evidence.armName(baseline);
  }
}

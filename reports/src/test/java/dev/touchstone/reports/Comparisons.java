package dev.touchstone.reports;

import static dev.touchstone.reports.InventedRun.arm;
import static dev.touchstone.reports.InventedRun.environment;
import static dev.touchstone.reports.InventedRun.measurement;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.problem.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Verdicts about models side by side, invented but plausible, the same on every call. */
final class Comparisons {

  private static final Arm FP32 =
      arm(Arm.REFERENCE, ArmRole.REFERENCE, "fp32.onnx", 422_912, Map.of());
  private static final Arm INT8 = arm("int8", ArmRole.CANDIDATE, "int8.onnx", 115_712, Map.of());
  private static final Arm FP16 = arm("fp16", ArmRole.CANDIDATE, "fp16.onnx", 215_040, Map.of());
  private static final Arm SAME = arm("fp32", ArmRole.CANDIDATE, "fp32.onnx", 422_912, Map.of());

  private final List<Arm> arms;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Measurement> measurements = new ArrayList<>();

  private Comparisons(Arm... arms) {
    this.arms = List.of(arms);
    for (Arm arm : arms) {
      double larger = arm.equals(INT8) ? 1.08 : 1;
      measurements.add(measurement(arm.name(), Metric.COLD_START_JVM, "", 9.1e7, 20));
      measurements.add(measurement(arm.name(), Metric.COLD_START_RUNTIME, "", 1.62e8, 20));
      measurements.add(measurement(arm.name(), Metric.COLD_START_SESSION, "", 6e7 * larger, 20));
      measurements.add(
          measurement(arm.name(), Metric.COLD_START_FIRST_INFERENCE, "", 2.5e7 * larger, 20));
    }
  }

  /** Faster and smaller, and nothing is worse. */
  static Verdict better() {
    Comparisons all = new Comparisons(FP32, INT8);
    all.performance(INT8, -0.341, -0.352, -0.33, Outcome.PASS);
    all.add(INT8, Metric.SIZE, 422_912, 115_712, -0.7264, Outcome.PASS, "");
    all.quality(INT8, 0.0011, Outcome.PASS);
    return all.verdict(environment(List.of()), List.of());
  }

  /** Two candidates, of which one is slower and misses cracks. */
  static Verdict worse() {
    Comparisons all = new Comparisons(FP32, INT8, FP16);
    all.performance(INT8, -0.341, -0.352, -0.33, Outcome.PASS);
    all.quality(INT8, 0.083, Outcome.FAIL);
    all.performance(FP16, 0.031, 0.022, 0.039, Outcome.FAIL);
    return all.verdict(environment(List.of("The load average was 1.8 on 2 cores.")), List.of());
  }

  /** A model against itself on a machine that is too busy to tell. */
  static Verdict undecided() {
    Comparisons all = new Comparisons(FP32, SAME);
    all.performance(SAME, 0.004, -0.013, 0.041, Outcome.INCONCLUSIVE);
    return all.verdict(environment(List.of()), List.of());
  }

  /** A model against itself, and nothing can be told apart. */
  static Verdict same() {
    Comparisons all = new Comparisons(FP32, SAME);
    all.performance(SAME, 0.0007, -0.0041, 0.0062, Outcome.PASS);
    return all.verdict(environment(List.of()), List.of());
  }

  /** A candidate that is no model. */
  static Verdict refused() {
    Comparisons all = new Comparisons(FP32, INT8);
    String reason = "int8 was refused by the runtime: protobuf parsing failed.";
    all.findings.add(finding(INT8, Metric.LATENCY_P50, "", Outcome.FAIL, reason));
    Fault fault =
        new Fault(
            "int8", "quality", Fault.Kind.MODEL_REFUSED, OptionalInt.of(3), reason, List.of("x"));
    return all.verdict(environment(List.of()), List.of(fault));
  }

  /** The machine was throttled. */
  static Verdict invalid() {
    Verdict better = better();
    Environment throttled =
        new Environment(
            Map.of(), List.of(), List.of("The processor was throttled in 7 of 20 fork pairs."));
    return new Verdict(
        Outcome.INVALID,
        better.findings(),
        better.measurements(),
        better.notes(),
        InventedRun.run(better.run().arms(), List.of(), throttled));
  }

  private void performance(Arm arm, double loss, double lower, double upper, Outcome outcome) {
    Interval interval = new Interval(lower, upper, 0.99);
    double ratio = 1 + loss;
    String reason =
        outcome == Outcome.PASS ? "" : "latency.p50 is not as it should be; quiet the machine.";
    add(arm, Metric.LATENCY_P50, 61e4, 61e4 * ratio, loss, interval, outcome, reason);
    Interval rate = new Interval(1 - 1 / (1 + lower), 1 - 1 / (1 + upper), 0.99);
    add(arm, Metric.THROUGHPUT, 1610, 1610 / ratio, 1 - 1 / ratio, rate, Outcome.PASS, "");
    add(
        arm,
        Metric.COLD_START,
        3.38e8,
        3.45e8,
        0.02,
        new Interval(-0.01, 0.06, 0.99),
        Outcome.PASS,
        "");
  }

  private void quality(Arm arm, double crackLoss, Outcome cracks) {
    Interval top1 = new Interval(-0.0009, 0.0031, 0.99);
    add(arm, Metric.QUALITY_TOP1, 0.9612, 0.9601, 0.0011, top1, Outcome.PASS, "");
    for (String name : List.of("clean", "scratch", "crack")) {
      boolean crack = name.equals("crack");
      double loss = crack ? crackLoss : 0.002;
      String reason = crack && cracks == Outcome.FAIL ? "Recall of crack fell by 8.30 pp." : "";
      Finding finding =
          finding(
              arm, Metric.QUALITY_RECALL, "class=" + name, crack ? cracks : Outcome.PASS, reason);
      findings.add(
          with(finding, 0.914, 0.914 - loss, loss, new Interval(loss - 0.018, loss + 0.024, 0.99)));
    }
    measurements.add(measurement(arm.name(), Metric.QUALITY_FLIPS, "", 57, 10_000));
  }

  private void add(
      Arm arm, Metric metric, double a, double b, double loss, Outcome outcome, String reason) {
    Finding finding = finding(arm, metric, "", outcome, reason);
    findings.add(
        new Finding(
            finding.requirement(),
            finding.arm(),
            "",
            outcome,
            Optional.of(measurement(arm.name(), metric, "", b, 1)),
            Optional.of(measurement(Arm.REFERENCE, metric, "", a, 1)),
            Optional.empty(),
            Optional.of(loss),
            1,
            reason));
  }

  private void add(
      Arm arm,
      Metric metric,
      double a,
      double b,
      double loss,
      Interval interval,
      Outcome outcome,
      String reason) {
    findings.add(with(finding(arm, metric, "", outcome, reason), a, b, loss, interval));
  }

  private static Finding finding(
      Arm arm, Metric metric, String slice, Outcome outcome, String reason) {
    boolean quality = metric.isQuality();
    Requirement requirement =
        new Requirement(
            metric,
            quality
                ? Verdicts.against(Baseline.REFERENCE, 0.01, 0.1, Loss.Scale.POINTS)
                : Verdicts.against(Baseline.REFERENCE, 0.005, 0.03, Loss.Scale.RELATIVE),
            slice.isEmpty() ? Optional.empty() : Optional.of(Requirement.EACH_CLASS),
            Optional.empty(),
            new Location("int8-vs-fp32.yaml", 9, 5));
    return new Finding(
        requirement,
        arm.name(),
        slice,
        outcome,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        20,
        reason);
  }

  private static Finding with(Finding f, double a, double b, double loss, Interval interval) {
    Metric metric = f.requirement().metric();
    return new Finding(
        f.requirement(),
        f.arm(),
        f.slice(),
        f.outcome(),
        Optional.of(measurement(f.arm(), metric, f.slice(), b, 20)),
        Optional.of(measurement(Arm.REFERENCE, metric, f.slice(), a, 20)),
        Optional.of(interval),
        Optional.of(loss),
        20,
        f.reason());
  }

  private Verdict verdict(Environment environment, List<Fault> faults) {
    Outcome outcome =
        findings.stream().map(Finding::outcome).max(Comparator.naturalOrder()).orElseThrow();
    return new Verdict(
        outcome,
        findings,
        measurements,
        List.of("int8 answers 57 of 10000 samples differently from the reference."),
        InventedRun.run(arms, faults, environment));
  }
}

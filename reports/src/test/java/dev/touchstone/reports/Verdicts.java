package dev.touchstone.reports;

import static dev.touchstone.reports.InventedRun.LOAD;
import static dev.touchstone.reports.InventedRun.arm;
import static dev.touchstone.reports.InventedRun.environment;
import static dev.touchstone.reports.InventedRun.facts;
import static dev.touchstone.reports.InventedRun.measured;
import static dev.touchstone.reports.InventedRun.measurement;
import static dev.touchstone.reports.InventedRun.provenance;
import static dev.touchstone.reports.InventedRun.run;
import static dev.touchstone.reports.InventedRun.scale;
import static dev.touchstone.reports.InventedRun.slice;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Unit;
import dev.touchstone.scenarios.problem.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Verdicts to render, invented but plausible, the same on every call. */
final class Verdicts {

  static final String HOSTILE = "<script>alert('x')</script>\"&,;\n\u001b[31m\u0007\u202eé漢😀]]>";

  private static final List<String> CLASSES =
      List.of("clean", "scratch", "pit", "inclusion", "scale", "crack");
  private static final Loss.Scale POINTS = Loss.Scale.POINTS;
  private static final Loss.Scale RELATIVE = Loss.Scale.RELATIVE;

  /** Every outcome by name, and the odd ones: nothing asked, everything broken, hostile names. */
  private static final Map<String, Supplier<Verdict>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("pass", Verdicts::pass);
    ALL.put("fail", Verdicts::fail);
    ALL.put("inconclusive", Verdicts::inconclusive);
    ALL.put("invalid", Verdicts::invalid);
    ALL.put("without-findings", Verdicts::withoutFindings);
    ALL.put("with-faults", Verdicts::withFaults);
    ALL.put("bare", Verdicts::bare);
    ALL.put("hostile", Verdicts::hostile);
    ALL.put("two-loads", Verdicts::twoLoads);
  }

  private Verdicts() {}

  static Stream<String> names() {
    return ALL.keySet().stream();
  }

  static Verdict named(String name) {
    return Objects.requireNonNull(ALL.get(name), name).get();
  }

  static Verdict pass() {
    return verdict(
        Outcome.PASS,
        findings("int8-static", 0.0033, Outcome.PASS, "The upper bound is below catch."),
        List.of("No history yet: this is the first run of the scenario on this profile."),
        run("int8-static", List.of(), environment(List.of())));
  }

  static Verdict fail() {
    return verdict(
        Outcome.FAIL,
        findings(
            "int8-careless",
            0.083,
            Outcome.FAIL,
            "Recall of crack fell by 8.30 pp, at least 5.10 pp with 99.9 % confidence, and 0 pp are"
                + " allowed: 26 cracks that the deployed model finds are missed. Exclude the last"
                + " layers from quantization, or calibrate with cracks among the samples."),
        List.of(),
        run(
            "int8-careless",
            List.of(),
            environment(List.of("The load average was 1.8 on 2 cores when the run started."))));
  }

  static Verdict inconclusive() {
    List<Finding> findings =
        findings(
            "int8-static",
            0.021,
            Outcome.INCONCLUSIVE,
            "The loss lies between 0.40 pp and 5.60 pp, catch is 5 pp: needs 412 more labelled"
                + " samples of crack.");
    return verdict(
        Outcome.INCONCLUSIVE,
        findings,
        List.of(),
        run("int8-static", List.of(), environment(List.of())));
  }

  static Verdict invalid() {
    Environment environment =
        new Environment(
            facts(), List.of(), List.of("The processor was throttled in 7 of 20 fork pairs."));
    List<Finding> findings =
        List.of(
            new Finding(
                requirement(Metric.ENERGY, new Rule.AtMost(new Quantity(0.01, Unit.JOULE))),
                "int8-static",
                "",
                Outcome.INVALID,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                "No energy sensor was found on this machine; give --power-meter FILE."));
    return verdict(
        Outcome.INVALID, findings, List.of(), run("int8-static", List.of(), environment));
  }

  static Verdict withoutFindings() {
    return verdict(
        Outcome.PASS, List.of(), List.of(), run("int8-static", List.of(), environment(List.of())));
  }

  /** A candidate that the runtime refuses: it was never measured. */
  static Verdict withFaults() {
    Fault fault =
        new Fault(
            "custom-operator",
            "load",
            Fault.Kind.MODEL_REFUSED,
            OptionalInt.of(3),
            "ONNX Runtime refused the model: \"RequantShift\" is not a registered operator.",
            List.of("worker 1: reading order", "Fatal error: RequantShift(-1) is not registered"));
    Finding finding =
        new Finding(
            requirement(Metric.SIZE, new Rule.AtMost(new Quantity(200 * 1024.0, Unit.BYTE))),
            "custom-operator",
            "",
            Outcome.FAIL,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            "The candidate could not be measured: the runtime refused the model.");
    RunResult run = run("custom-operator", List.of(fault), environment(List.of()));
    Verdict whole = verdict(Outcome.FAIL, List.of(finding), List.of(), run);
    return new Verdict(
        whole.outcome(),
        whole.findings(),
        whole.measurements().stream().filter(m -> !m.arm().equals("custom-operator")).toList(),
        whole.notes(),
        whole.run());
  }

  /** The least that a verdict can hold. */
  static Verdict bare() {
    RunResult run =
        new RunResult(
            "20260102-030405-bare",
            provenance(),
            "bare",
            "touchstone: 1\n",
            "this-machine",
            1,
            new Environment(Map.of(), List.of(), List.of()),
            List.of(arm("reference", ArmRole.REFERENCE, "net.onnx", 422_912, Map.of())),
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of());
    return new Verdict(Outcome.PASS, List.of(), List.of(), List.of(), run);
  }

  /** Every name and text is an attack. */
  static Verdict hostile() {
    Fault fault =
        new Fault(
            HOSTILE, HOSTILE, Fault.Kind.CRASHED, OptionalInt.of(-1), HOSTILE, List.of(HOSTILE));
    Environment environment =
        new Environment(Map.of(HOSTILE, HOSTILE), List.of(HOSTILE), List.of(HOSTILE));
    RunResult run = run(HOSTILE, List.of(fault), environment);
    RunResult renamed =
        new RunResult(
            run.id(),
            run.provenance(),
            HOSTILE,
            HOSTILE,
            HOSTILE,
            run.seed(),
            run.environment(),
            run.arms(),
            run.faults(),
            run.solo(),
            run.floor(),
            run.memory(),
            run.coldStarts(),
            run.campaigns(),
            run.samples(),
            run.predictions());
    List<Finding> findings =
        findings(HOSTILE, 0.083, Outcome.FAIL, HOSTILE).stream()
            .map(f -> f.slice().isEmpty() ? f : withSlice(f, "class=" + HOSTILE + f.slice()))
            .toList();
    return verdict(Outcome.FAIL, findings, List.of(HOSTILE), renamed);
  }

  /** The same run measured under a second load pattern. */
  static Verdict twoLoads() {
    Verdict one = pass();
    List<Measurement> measurements = new ArrayList<>(one.measurements());
    for (Measurement m : one.measurements()) {
      if (!m.load().isEmpty()) {
        measurements.add(
            new Measurement(
                m.arm(), m.metric(), m.slice(), "server", m.value(), m.n(), m.interval()));
      }
    }
    return new Verdict(one.outcome(), one.findings(), measurements, one.notes(), one.run());
  }

  static Requirement requirement(Metric metric, Rule rule) {
    return new Requirement(
        metric, rule, Optional.empty(), Optional.empty(), new Location("scenario.yaml", 12, 5));
  }

  static Rule against(Baseline baseline, double allow, double catches, Loss.Scale scale) {
    return new Rule.Against(baseline, new Loss(allow, scale), new Loss(catches, scale));
  }

  private static Finding withSlice(Finding f, String slice) {
    return new Finding(
        f.requirement(),
        f.arm(),
        slice,
        f.outcome(),
        f.value(),
        f.baseline(),
        f.loss(),
        f.estimate(),
        f.n(),
        f.reason());
  }

  /** Findings of which only the recall of {@code crack} is open. */
  private static List<Finding> findings(
      String arm, double crackLoss, Outcome crackOutcome, String crackReason) {
    List<Finding> all = new ArrayList<>();
    Measurement size = measurement(arm, Metric.SIZE, "", 115_712, 1);
    all.add(
        new Finding(
            requirement(Metric.SIZE, new Rule.AtMost(new Quantity(200 * 1024.0, Unit.BYTE))),
            arm,
            "",
            Outcome.PASS,
            Optional.of(size),
            Optional.empty(),
            Optional.empty(),
            Optional.of(115_712.0),
            1,
            "113 KiB is below 200 KiB."));
    Measurement p95 = measured(arm, Metric.LATENCY_P95, LOAD, 452_000, 447_000, 458_000, 4000);
    all.add(
        new Finding(
            requirement(Metric.LATENCY_P95, new Rule.AtMost(new Quantity(2e6, Unit.NANOSECOND))),
            arm,
            "",
            Outcome.PASS,
            Optional.of(p95),
            Optional.empty(),
            p95.interval(),
            Optional.of(452_000.0),
            4000,
            "The 99 % upper bound is below 2 ms."));
    Measurement p50 = measured(arm, Metric.LATENCY_P50, LOAD, 402_000, 401_000, 403_000, 4000);
    all.add(
        new Finding(
            requirement(Metric.LATENCY_P50, against(Baseline.DEPLOYED, 0.005, 0.03, RELATIVE)),
            arm,
            "",
            Outcome.PASS,
            Optional.of(p50),
            Optional.of(measured("deployed", Metric.LATENCY_P50, LOAD, 401e3, 400e3, 402e3, 4000)),
            Optional.of(new Interval(-0.004, 0.011, 0.999)),
            Optional.of(0.003),
            20,
            "The upper bound of the loss is below catch."));
    all.add(
        new Finding(
            requirement(
                Metric.LATENCY_P50,
                new Rule.GainAtLeast(Baseline.REFERENCE, new Loss(0.1, RELATIVE))),
            arm,
            "",
            Outcome.PASS,
            Optional.of(p50),
            Optional.of(measured("reference", Metric.LATENCY_P50, LOAD, 61e4, 608e3, 613e3, 4000)),
            Optional.of(new Interval(-0.352, -0.33, 0.999)),
            Optional.of(-0.341),
            20,
            "The gain is at least 33.0 %."));
    all.add(
        new Finding(
            requirement(Metric.QUALITY_TOP1, against(Baseline.REFERENCE, 0.005, 0.01, POINTS)),
            arm,
            "",
            Outcome.PASS,
            Optional.of(measured(arm, Metric.QUALITY_TOP1, "", 0.9601, 0.956, 0.964, 10_000)),
            Optional.of(
                measured("reference", Metric.QUALITY_TOP1, "", 0.9612, 0.957, 0.965, 10_000)),
            Optional.of(new Interval(-0.0009, 0.0031, 0.99)),
            Optional.of(0.0011),
            10_000,
            "The upper bound of the loss is below catch."));
    Requirement recall =
        new Requirement(
            Metric.QUALITY_RECALL,
            against(Baseline.DEPLOYED, 0, 0.05, POINTS),
            Optional.of(Requirement.EACH_CLASS),
            Optional.empty(),
            new Location("s.yaml", 17, 5));
    for (String name : CLASSES) {
      boolean crack = name.equals("crack");
      double loss = crack ? crackLoss : 0.0004 * name.length();
      all.add(
          new Finding(
              recall,
              arm,
              "class=" + name,
              crack ? crackOutcome : Outcome.PASS,
              Optional.of(slice(arm, name, 0.914 - loss)),
              Optional.of(slice("deployed", name, 0.914)),
              Optional.of(new Interval(loss - 0.018, loss + 0.024, 0.99)),
              Optional.of(loss),
              crack ? 312 : 1900,
              crack ? crackReason : "The upper bound is below catch."));
    }
    return all;
  }

  private static Verdict verdict(
      Outcome outcome, List<Finding> findings, List<String> notes, RunResult run) {
    List<Measurement> all = new ArrayList<>();
    for (Arm arm : run.arms()) {
      double scale = scale(arm);
      String name = arm.name();
      all.add(measurement(name, Metric.SIZE, "", (double) arm.bytes(), 1));
      all.add(
          measured(
              name, Metric.LATENCY_P50, LOAD, 61e4 * scale, 608e3 * scale, 613e3 * scale, 4000));
      all.add(
          measured(name, Metric.LATENCY_P95, LOAD, 69e4 * scale, 68e4 * scale, 70e4 * scale, 4000));
      all.add(measurement(name, Metric.THROUGHPUT, "", 1610 / scale, 4000));
      all.add(measurement(name, Metric.MEMORY_PEAK, "", 96e6 - 8e6 / scale, 1));
      all.add(measurement(name, Metric.COLD_START, "", 3.4e8 + 2e7 * scale, 5));
      all.add(measurement(name, Metric.COLD_START_JVM, "", 9.1e7, 5));
      all.add(measurement(name, Metric.COLD_START_RUNTIME, "", 1.62e8, 5));
      all.add(measurement(name, Metric.COLD_START_SESSION, "", 6.2e7 + 1.8e7 * scale, 5));
      all.add(measurement(name, Metric.COLD_START_FIRST_INFERENCE, "", 2.5e7 + 2e6 * scale, 5));
      all.add(
          measured(
              name, Metric.QUALITY_TOP1, "", scale == 1 ? 0.9612 : 0.9601, 0.956, 0.965, 10_000));
      for (int i = 0; i < CLASSES.size(); i++) {
        all.add(slice(name, CLASSES.get(i), 0.98 - 0.011 * i));
      }
      if (arm.role() != ArmRole.REFERENCE) {
        all.add(measurement(name, Metric.QUALITY_FLIPS, "", 57, 10_000));
      }
    }
    return new Verdict(outcome, findings, all, notes, run);
  }
}

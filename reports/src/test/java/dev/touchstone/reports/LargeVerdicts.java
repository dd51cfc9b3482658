package dev.touchstone.reports;

import static dev.touchstone.reports.InventedRun.LOAD;
import static dev.touchstone.reports.InventedRun.arm;
import static dev.touchstone.reports.InventedRun.environment;
import static dev.touchstone.reports.InventedRun.measured;
import static dev.touchstone.reports.InventedRun.measurement;
import static dev.touchstone.reports.InventedRun.run;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Verdicts that ask a page for more room than it has, and ones that leave it nearly empty. */
final class LargeVerdicts {

  private static final int CLASSES = 77;
  private static final int CANDIDATES = 10;

  private LargeVerdicts() {}

  /** Ten candidates with long names, judged on each of 77 classes. */
  static Verdict many() {
    List<Arm> arms = new ArrayList<>();
    arms.add(arm(Arm.REFERENCE, ArmRole.REFERENCE, "intent.onnx", 26_912_000, Map.of()));
    for (int i = 0; i < CANDIDATES; i++) {
      String name =
          "int8-static-percentile-99.9" + i + (i % 2 == 0 ? "" : "-without-the-last-layers");
      arms.add(arm(name, ArmRole.CANDIDATE, name + ".onnx", 7_000_000 + 900_000L * i, Map.of()));
    }
    RunResult run = run(arms, List.of(), environment(List.of()));
    Random random = new Random(11);
    List<Finding> findings = new ArrayList<>();
    List<Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < arms.size(); i++) {
      String arm = arms.get(i).name();
      measurements.addAll(measurements(arms.get(i), i));
      for (int k = 0; k < CLASSES && i > 0; k++) {
        findings.add(recall(arm, k, random.nextGaussian() * 0.02 + (k == 40 ? 0.08 : 0)));
      }
    }
    return new Verdict(Outcome.FAIL, findings, measurements, List.of(), run);
  }

  private static List<Measurement> measurements(Arm arm, int place) {
    double micros = 900_000 / (1 + 0.2 * place);
    return List.of(
        measurement(arm.name(), Metric.SIZE, "", (double) arm.bytes(), 1),
        measured(arm.name(), Metric.LATENCY_P50, LOAD, micros, micros * .99, micros * 1.01, 4000),
        measurement(arm.name(), Metric.MEMORY_PEAK, "", 96e6 - 2e6 * place, 1),
        measured(
            arm.name(), Metric.QUALITY_TOP1, "", 0.91 - 0.002 * ((place * 7) % 5), .88, .93, 3080));
  }

  private static Finding recall(String arm, int place, double loss) {
    Requirement requirement =
        new Requirement(
            Metric.QUALITY_RECALL,
            Verdicts.against(Baseline.REFERENCE, 0.01, 0.05, Loss.Scale.POINTS),
            Optional.of(Requirement.EACH_CLASS),
            Optional.empty(),
            new Location("intent.yaml", 9, 5));
    Outcome outcome =
        loss > 0.05 ? Outcome.FAIL : loss > 0.03 ? Outcome.INCONCLUSIVE : Outcome.PASS;
    String slice = "class=card_payment_fee_charged_number_" + place;
    return new Finding(
        requirement,
        arm,
        slice,
        outcome,
        Optional.of(measurement(arm, Metric.QUALITY_RECALL, slice, 0.92 - loss, 40)),
        Optional.of(measurement("reference", Metric.QUALITY_RECALL, slice, 0.92, 40)),
        Optional.of(new Interval(loss - 0.02, loss + 0.02, 0.99)),
        Optional.of(loss),
        40,
        "recall on " + slice + " lies apart.");
  }

  /** A run that measured speed alone. */
  static Verdict withoutQuality() {
    Verdict whole = Verdicts.pass();
    return new Verdict(
        whole.outcome(),
        whole.findings().stream().filter(f -> !f.requirement().metric().isQuality()).toList(),
        whole.measurements().stream().filter(m -> !m.metric().isQuality()).toList(),
        whole.notes(),
        whole.run());
  }
}

package dev.touchstone.baselines;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Metric;
import java.util.List;
import java.util.Optional;

/** A run with what follows from it. */
record Evidence(RunResult run, List<Measurement> measurements, Faults faults) {

  static Evidence of(RunResult run) {
    return new Evidence(run, Measurements.of(run), new Faults(run));
  }

  Optional<Measurement> measurement(String arm, Metric metric, String slice, String load) {
    return measurements.stream()
        .filter(m -> m.arm().equals(arm) && m.metric() == metric)
        .filter(m -> m.slice().equals(slice) && m.load().equals(load))
        .findFirst();
  }

  String firstLoad() {
    return run.solo().isEmpty() ? "" : run.solo().get(0).load();
  }

  Optional<Arm> arm(Baseline baseline) {
    return run.arm(baseline == Baseline.REFERENCE ? ArmRole.REFERENCE : ArmRole.DEPLOYED);
  }

  String armName(Baseline baseline) {
    return arm(baseline).map(Arm::name).orElse(baseline.key());
  }
}

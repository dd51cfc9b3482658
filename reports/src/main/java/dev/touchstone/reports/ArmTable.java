package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The arms side by side: the few numbers that a person compares first.
 *
 * @param arms in the run's order, so that the reference is first
 * @param rows only metrics that at least one arm has
 */
record ArmTable(List<Arm> arms, List<Row> rows) {

  private static final List<Metric> HEADLINES =
      List.of(
          Metric.SIZE,
          Metric.LATENCY_P50,
          Metric.LATENCY_P95,
          Metric.LATENCY_P99,
          Metric.END_TO_END_P95,
          Metric.THROUGHPUT,
          Metric.MEMORY_PEAK,
          Metric.COLD_START,
          Metric.ENERGY,
          Metric.QUALITY_TOP1,
          Metric.QUALITY_AUC,
          Metric.QUALITY_MAE,
          Metric.QUALITY_RMSE,
          Metric.QUALITY_FLIPS,
          Metric.QUALITY_GOLDEN);

  /**
   * One metric of all arms.
   *
   * @param load the load pattern's key; empty where it has none or only one was measured
   * @param cells one for each arm
   */
  record Row(Metric metric, String load, List<Optional<Measurement>> cells) {

    /** Metric and load pattern. */
    String label() {
      return metric.key() + (load.isEmpty() ? "" : " (" + Plain.line(load) + ")");
    }

    /** The value of one arm for people. */
    String value(int arm) {
      return cells.get(arm).map(Numbers::quantity).orElse(Wording.ABSENT);
    }

    /** How one arm differs from the reference; empty for the reference itself. */
    Optional<String> change(int arm) {
      return arm == 0
          ? Optional.empty()
          : cells.get(arm).flatMap(m -> cells.get(0).flatMap(r -> Numbers.change(m, r)));
    }
  }

  /** Gathers the rows from a verdict. */
  static ArmTable of(Verdict verdict) {
    List<Arm> arms = verdict.run().arms();
    List<String> loads = loads(verdict);
    List<Row> rows = new ArrayList<>();
    for (Metric metric : HEADLINES) {
      List<String> keys =
          verdict.measurements().stream()
              .filter(m -> m.metric() == metric && m.slice().isEmpty())
              .map(Measurement::load)
              .distinct()
              .toList();
      for (String load : keys) {
        List<Optional<Measurement>> cells =
            arms.stream().map(a -> whole(verdict, a.name(), metric, load)).toList();
        rows.add(new Row(metric, loads.size() > 1 ? load : "", cells));
      }
    }
    return new ArmTable(arms, List.copyOf(rows));
  }

  /** The value of a metric for all samples under one load pattern. */
  static Optional<Measurement> whole(Verdict verdict, String arm, Metric metric, String load) {
    return verdict.measurements().stream()
        .filter(m -> m.arm().equals(arm) && m.metric() == metric)
        .filter(m -> m.slice().isEmpty() && m.load().equals(load))
        .findFirst();
  }

  /** The load patterns that were measured, the scenario's first one first. */
  static List<String> loads(Verdict verdict) {
    return Stream.concat(
            verdict.run().solo().stream().map(SoloObservations::load),
            verdict.measurements().stream().map(Measurement::load).filter(l -> !l.isEmpty()))
        .distinct()
        .toList();
  }
}

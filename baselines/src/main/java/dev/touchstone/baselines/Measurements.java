package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.Proportion;
import dev.touchstone.baselines.statistics.Quantiles;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.quality.Flips;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.Score;
import dev.touchstone.scenarios.quality.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Every number of every arm of a run.
 *
 * <p>A percentile is given only with enough observations to claim it, and then with bounds from
 * order statistics; a share of samples has Wilson's bounds; each bound holds at 99 %. Quality is
 * given as a whole, for each class, and for each value of each slice column; latency under a
 * sustained load as a whole and for each slice of its time.
 */
public final class Measurements {

  /** The level of every bound of a measurement. */
  static final double LEVEL = 0.99;

  private static final List<Metric> MEMORY =
      List.of(
          Metric.MEMORY_PEAK,
          Metric.MEMORY_LOAD,
          Metric.MEMORY_STEADY,
          Metric.MEMORY_FILE_BACKED,
          Metric.MEMORY_MODEL);
  private static final List<Metric> COLD_START =
      List.of(
          Metric.COLD_START,
          Metric.COLD_START_JVM,
          Metric.COLD_START_RUNTIME,
          Metric.COLD_START_SESSION,
          Metric.COLD_START_FIRST_INFERENCE);
  private static final List<Metric> WHOLE =
      List.of(
          Metric.QUALITY_TOP1,
          Metric.QUALITY_RECALL,
          Metric.QUALITY_PRECISION,
          Metric.QUALITY_F1,
          Metric.QUALITY_AUC,
          Metric.QUALITY_ECE,
          Metric.QUALITY_MAE,
          Metric.QUALITY_RMSE);
  private static final List<Metric> PER_CLASS =
      List.of(Metric.QUALITY_RECALL, Metric.QUALITY_PRECISION, Metric.QUALITY_F1);
  private static final List<Metric> PER_VALUE =
      List.of(
          Metric.QUALITY_TOP1,
          Metric.QUALITY_F1,
          Metric.QUALITY_ECE,
          Metric.QUALITY_MAE,
          Metric.QUALITY_RMSE);

  private final RunResult run;
  private final List<Measurement> found = new ArrayList<>();

  private Measurements(RunResult run) {
    this.run = run;
  }

  /** Computes them all, arm by arm. */
  public static List<Measurement> of(RunResult run) {
    Measurements measurements = new Measurements(run);
    run.arms().forEach(measurements::addAll);
    return List.copyOf(measurements.found);
  }

  private void addAll(Arm arm) {
    run.solo().stream().filter(s -> s.arm().equals(arm.name())).forEach(this::addSolo);
    MEMORY.forEach(metric -> addSpread(arm, metric, Observed.memory(run, metric, arm.name())));
    COLD_START.forEach(
        metric -> addSpread(arm, metric, Observed.coldStarts(run, metric, arm.name())));
    add(arm.name(), Metric.SIZE, "", "", (double) arm.bytes(), 1, Optional.empty());
    Energy.of(run, arm.name()).ifPresent(energy -> addEnergy(arm, energy));
    Predictions predictions = run.predictions().get(arm.name());
    if (run.samples().isPresent() && predictions != null) {
      addQuality(arm, run.samples().get(), predictions);
    }
  }

  private void addSolo(SoloObservations solo) {
    for (Metric metric : Latency.METRICS) {
      Latency latency = new Latency(solo, metric);
      long n = latency.n();
      if (latency.isClaimed()) {
        Interval interval = interval(latency.bounds());
        add(solo.arm(), metric, "", solo.load(), latency.value(), n, Optional.of(interval));
      }
    }
    Throughput throughput = new Throughput(solo);
    Optional<Interval> interval = throughput.bounds(LEVEL).map(Measurements::interval);
    long n = solo.queries().size();
    add(solo.arm(), Metric.THROUGHPUT, "", solo.load(), throughput.value(), n, interval);
    solo.slices().forEach(slice -> addSlice(solo, slice));
    for (Metric metric : Metric.values()) {
      StageLatency.of(solo, metric).ifPresent(observed -> addStage(solo, metric, observed));
    }
  }

  private void addSlice(SoloObservations solo, LoadSlice slice) {
    Ordered observed = Ordered.of(slice.histogram());
    for (Metric metric : Latency.METRICS) {
      double quantile = Latency.quantile(metric);
      if (observed.n() >= Quantiles.fewest(quantile, LEVEL)) {
        Optional<Interval> interval = Optional.of(interval(observed.bounds(quantile, LEVEL)));
        double value = observed.quantile(quantile);
        add(solo.arm(), metric, slice.name(), solo.load(), value, observed.n(), interval);
      }
    }
  }

  private void addStage(SoloObservations solo, Metric metric, Ordered observed) {
    double quantile = Latency.quantile(metric);
    if (observed.n() >= Quantiles.fewest(quantile, LEVEL)) {
      Optional<Interval> interval = Optional.of(interval(observed.bounds(quantile, LEVEL)));
      add(solo.arm(), metric, "", "", observed.quantile(quantile), observed.n(), interval);
    }
  }

  private void addEnergy(Arm arm, Energy energy) {
    Bounds bounds = energy.bounds(LEVEL);
    boolean bounded = Double.isFinite(bounds.lower()) && Double.isFinite(bounds.upper());
    Optional<Interval> interval = bounded ? Optional.of(interval(bounds)) : Optional.empty();
    add(arm.name(), Metric.ENERGY, "", "", energy.value(), energy.n(), interval);
  }

  private void addSpread(Arm arm, Metric metric, Observed observed) {
    OptionalDouble median = observed.median();
    if (median.isPresent()) {
      Bounds bounds = observed.medianBounds(LEVEL);
      boolean bounded = Double.isFinite(bounds.lower()) && Double.isFinite(bounds.upper());
      Optional<Interval> interval = bounded ? Optional.of(interval(bounds)) : Optional.empty();
      add(arm.name(), metric, "", "", median.getAsDouble(), observed.n(), interval);
    }
  }

  private void addQuality(Arm arm, EvaluationSamples samples, Predictions predictions) {
    samples.labels().ifPresent(labels -> addScores(arm, samples, labels, predictions));
    if (arm.role() != ArmRole.REFERENCE) {
      addGolden(arm, samples);
    }
    Predictions reference = run.predictions().get(Arm.REFERENCE);
    if (arm.role() == ArmRole.REFERENCE
        || !(reference instanceof Predictions.Scores before)
        || !(predictions instanceof Predictions.Scores after)) {
      return;
    }
    for (Cut cut : cuts(samples)) {
      Optional<Labels> labels = samples.labels();
      Slice slice = labels.isPresent() ? cut.own(labels.get()) : cut.slice();
      if (slice.size() > 0) {
        double changed = Flips.changed(before, after, slice);
        add(
            arm.name(),
            Metric.QUALITY_FLIPS,
            cut.name(),
            "",
            changed,
            slice.size(),
            Optional.empty());
      }
    }
  }

  private void addGolden(Arm arm, EvaluationSamples samples) {
    long golden = samples.marks().golden().size();
    new Golden(run)
        .lost(arm.name())
        .ifPresent(
            lost ->
                add(
                    arm.name(),
                    Metric.QUALITY_GOLDEN,
                    "",
                    "",
                    (double) lost.size(),
                    golden,
                    Optional.empty()));
  }

  private void addScores(
      Arm arm, EvaluationSamples samples, Labels labels, Predictions predictions) {
    for (Cut cut : cuts(samples)) {
      List<Metric> metrics =
          cut.name().isEmpty() ? WHOLE : !cut.classes().isEmpty() ? PER_CLASS : PER_VALUE;
      for (Metric metric : metrics) {
        QualityScore.of(metric, labels, predictions, cut)
            .ifPresent(score -> addScore(arm, metric, cut, score));
      }
    }
  }

  private void addScore(Arm arm, Metric metric, Cut cut, Score score) {
    Optional<Interval> interval = Optional.empty();
    if (QualityScore.isShare(metric, cut) && !cut.units().areClusters()) {
      long successes = Math.round(score.value() * score.n());
      interval = Optional.of(interval(new Proportion(successes, score.n()).wilson(LEVEL)));
    }
    add(arm.name(), metric, cut.name(), "", score.value(), score.n(), interval);
  }

  /** The whole, then every class, then every value of every slice column. */
  private static List<Cut> cuts(EvaluationSamples samples) {
    List<Cut> cuts = new ArrayList<>();
    cuts.add(Cut.whole(samples));
    cuts.addAll(Cut.by(Requirement.EACH_CLASS, samples));
    samples.slices().keySet().stream()
        .filter(column -> !column.equals(Requirement.EACH_CLASS))
        .forEach(column -> cuts.addAll(Cut.by(column, samples)));
    samples
        .marks()
        .parents()
        .byColumn()
        .keySet()
        .forEach(column -> cuts.addAll(Cut.groups(column, samples)));
    return cuts;
  }

  private static Interval interval(Bounds bounds) {
    return new Interval(bounds.lower(), bounds.upper(), LEVEL);
  }

  private void add(
      String arm,
      Metric metric,
      String slice,
      String load,
      double value,
      long n,
      Optional<Interval> interval) {
    Quantity quantity = new Quantity(value, metric.unit());
    found.add(new Measurement(arm, metric, slice, load, quantity, n, interval));
  }
}

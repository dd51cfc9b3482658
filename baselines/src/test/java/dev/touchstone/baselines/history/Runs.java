package dev.touchstone.baselines.history;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.TimeDomain;
import dev.touchstone.baselines.store.PairedChange;
import dev.touchstone.baselines.store.RunRecord;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A remembered run of one candidate, with one thing at a time unlike an ordinary night. */
final class Runs {

  static final String CANDIDATE = "int8";

  private static final Instant FIRST = Instant.parse("2026-09-01T03:00:00Z");

  private final int night;
  private double ratio;
  private long bytes = 100;
  private long referenceBytes = 100;
  private double top1 = 0.9;
  private String candidate = CANDIDATE;
  private String reference = "aaa";
  private Outcome outcome = Outcome.PASS;
  private Optional<String> emulated = Optional.empty();
  private Map<String, String> injected = Map.of();
  private boolean measured = true;

  private Runs(int night) {
    this.night = night;
  }

  /** The run of a night, from 1. */
  static Runs night(int night) {
    return new Runs(night);
  }

  Runs ratio(double logRatio) {
    ratio = logRatio;
    return this;
  }

  Runs bytes(long of) {
    bytes = of;
    return this;
  }

  Runs referenceBytes(long of) {
    referenceBytes = of;
    bytes = 100;
    return this;
  }

  Runs top1(double of) {
    top1 = of;
    return this;
  }

  Runs candidate(String name) {
    candidate = name;
    return this;
  }

  Runs reference(String sha256) {
    reference = sha256;
    return this;
  }

  Runs outcome(Outcome of) {
    outcome = of;
    return this;
  }

  Runs emulated(String because) {
    emulated = Optional.of(because);
    return this;
  }

  Runs injected(String key) {
    injected = Map.of(key, "0.1");
    return this;
  }

  Runs unmeasured() {
    measured = false;
    return this;
  }

  RunRecord record() {
    Arm model = arm(Arm.REFERENCE, ArmRole.REFERENCE, reference, referenceBytes, Map.of());
    Arm made = arm(candidate, ArmRole.CANDIDATE, "ccc", bytes, Map.of("recipe", "steps:\n- a"));
    return new RunRecord(
        "run-%02d".formatted(night),
        "kws",
        "board",
        FIRST.plus(night - 1L, ChronoUnit.DAYS),
        "1.0.0",
        outcome,
        emulated,
        injected,
        Map.of("runtime.version", "1.29.0"),
        List.of(model, made),
        List.of(
            measurement(Arm.REFERENCE, Metric.SIZE, (double) referenceBytes),
            measurement(candidate, Metric.SIZE, (double) bytes),
            measurement(Arm.REFERENCE, Metric.QUALITY_TOP1, 0.9),
            measurement(candidate, Metric.QUALITY_TOP1, top1)),
        measured ? List.of(change()) : List.of());
  }

  private static Arm arm(
      String name, ArmRole role, String sha256, long bytes, Map<String, String> lineage) {
    return new Arm(name, role, Path.of("model.onnx"), sha256, bytes, lineage);
  }

  private PairedChange change() {
    return new PairedChange(
        candidate,
        Arm.REFERENCE,
        Metric.LATENCY_P50,
        TimeDomain.WALL,
        ratio,
        new Interval(ratio - 0.01, ratio + 0.01, PairedChange.LEVEL),
        20);
  }

  private static Measurement measurement(String arm, Metric metric, double value) {
    return new Measurement(
        arm, metric, "", "", new Quantity(value, metric.unit()), 1, Optional.empty());
  }
}

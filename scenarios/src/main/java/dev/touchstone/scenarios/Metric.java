package dev.touchstone.scenarios;

import static dev.touchstone.scenarios.Direction.HIGHER_IS_BETTER;
import static dev.touchstone.scenarios.Direction.LOWER_IS_BETTER;

import java.util.Arrays;
import java.util.Optional;

/** Everything that a requirement can name, under the field's own names. */
public enum Metric {
  LATENCY_P50("latency.p50", Unit.NANOSECOND, LOWER_IS_BETTER),
  LATENCY_P95("latency.p95", Unit.NANOSECOND, LOWER_IS_BETTER),
  LATENCY_P99("latency.p99", Unit.NANOSECOND, LOWER_IS_BETTER),
  THROUGHPUT("throughput", Unit.PER_SECOND, HIGHER_IS_BETTER),
  /** High-water mark of the whole worker process. */
  MEMORY_PEAK("memory.peak", Unit.BYTE, LOWER_IS_BETTER),
  /** High-water mark up to the moment the session was created. */
  MEMORY_LOAD("memory.load", Unit.BYTE, LOWER_IS_BETTER),
  /** Resident memory after warm-up. */
  MEMORY_STEADY("memory.steady", Unit.BYTE, LOWER_IS_BETTER),
  /** Peak less the peak of a worker that loads no model: the model's own part. */
  MEMORY_MODEL("memory.model", Unit.BYTE, LOWER_IS_BETTER),
  /** Spawn of the process to the end of the first inference. */
  COLD_START("cold-start", Unit.NANOSECOND, LOWER_IS_BETTER),
  COLD_START_JVM("cold-start.jvm", Unit.NANOSECOND, LOWER_IS_BETTER),
  COLD_START_RUNTIME("cold-start.runtime", Unit.NANOSECOND, LOWER_IS_BETTER),
  COLD_START_SESSION("cold-start.session", Unit.NANOSECOND, LOWER_IS_BETTER),
  COLD_START_FIRST_INFERENCE("cold-start.first-inference", Unit.NANOSECOND, LOWER_IS_BETTER),
  /** Bytes of the model file, with its external data. */
  SIZE("size", Unit.BYTE, LOWER_IS_BETTER),
  /** Energy per inference. */
  ENERGY("energy", Unit.JOULE, LOWER_IS_BETTER),
  QUALITY_TOP1("quality.top1", Unit.FRACTION, HIGHER_IS_BETTER),
  QUALITY_RECALL("quality.recall", Unit.FRACTION, HIGHER_IS_BETTER),
  QUALITY_PRECISION("quality.precision", Unit.FRACTION, HIGHER_IS_BETTER),
  /** Macro F1: the mean of the classes' F1. */
  QUALITY_F1("quality.f1", Unit.FRACTION, HIGHER_IS_BETTER),
  QUALITY_AUC("quality.auc", Unit.FRACTION, HIGHER_IS_BETTER),
  /** Expected calibration error of the top-1 score. */
  QUALITY_ECE("quality.ece", Unit.FRACTION, LOWER_IS_BETTER),
  /** Samples whose answer differs from the reference's. */
  QUALITY_FLIPS("quality.flips", Unit.COUNT, LOWER_IS_BETTER),
  QUALITY_MAE("quality.mae", Unit.NUMBER, LOWER_IS_BETTER),
  QUALITY_RMSE("quality.rmse", Unit.NUMBER, LOWER_IS_BETTER);

  private final String key;
  private final Unit unit;
  private final Direction direction;

  Metric(String key, Unit unit, Direction direction) {
    this.key = key;
    this.unit = unit;
    this.direction = direction;
  }

  /** The metric that a scenario file calls {@code key}, or empty if there is none. */
  public static Optional<Metric> ofKey(String key) {
    return Arrays.stream(values()).filter(m -> m.key.equals(key)).findFirst();
  }

  /** The name in scenario and result files. */
  public String key() {
    return key;
  }

  /** The canonical unit of its values. */
  public Unit unit() {
    return unit;
  }

  /** Which way it gets better. */
  public Direction direction() {
    return direction;
  }

  /**
   * Whether it is computed from predictions and labels, and can therefore be asked for per slice.
   */
  public boolean isQuality() {
    return key.startsWith("quality.");
  }

  /** Whether it is a cold start or a part of one. */
  public boolean isColdStart() {
    return key.startsWith("cold-start");
  }
}

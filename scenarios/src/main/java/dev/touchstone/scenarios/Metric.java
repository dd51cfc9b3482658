package dev.touchstone.scenarios;

import static dev.touchstone.scenarios.Direction.HIGHER_IS_BETTER;
import static dev.touchstone.scenarios.Direction.LOWER_IS_BETTER;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** Everything that a requirement can name, under the field's own names. */
public enum Metric {
  LATENCY_P50("latency.p50", Unit.NANOSECOND, LOWER_IS_BETTER),
  LATENCY_P90("latency.p90", Unit.NANOSECOND, LOWER_IS_BETTER),
  LATENCY_P95("latency.p95", Unit.NANOSECOND, LOWER_IS_BETTER),
  LATENCY_P99("latency.p99", Unit.NANOSECOND, LOWER_IS_BETTER),
  LATENCY_P999("latency.p99.9", Unit.NANOSECOND, LOWER_IS_BETTER),
  /** From a stored sample to the tensors that the model takes. */
  PREPROCESS_P50("latency.preprocess.p50", Unit.NANOSECOND, LOWER_IS_BETTER),
  PREPROCESS_P95("latency.preprocess.p95", Unit.NANOSECOND, LOWER_IS_BETTER),
  /** From the model's output to a class and its probability, or to a value. */
  POSTPROCESS_P50("latency.postprocess.p50", Unit.NANOSECOND, LOWER_IS_BETTER),
  POSTPROCESS_P95("latency.postprocess.p95", Unit.NANOSECOND, LOWER_IS_BETTER),
  /** Preprocessing, one inference under single-stream, and postprocessing together. */
  END_TO_END_P50("latency.end-to-end.p50", Unit.NANOSECOND, LOWER_IS_BETTER),
  END_TO_END_P95("latency.end-to-end.p95", Unit.NANOSECOND, LOWER_IS_BETTER),
  END_TO_END_P99("latency.end-to-end.p99", Unit.NANOSECOND, LOWER_IS_BETTER),
  THROUGHPUT("throughput", Unit.PER_SECOND, HIGHER_IS_BETTER),
  /** High-water mark of the whole worker process. */
  MEMORY_PEAK("memory.peak", Unit.BYTE, LOWER_IS_BETTER),
  /** High-water mark up to the moment the session was created. */
  MEMORY_LOAD("memory.load", Unit.BYTE, LOWER_IS_BETTER),
  /** Resident memory after warm-up. */
  MEMORY_STEADY("memory.steady", Unit.BYTE, LOWER_IS_BETTER),
  /** The part of steady memory that is pages of files: libraries, and weights that are mapped. */
  MEMORY_FILE_BACKED("memory.file-backed", Unit.BYTE, LOWER_IS_BETTER),
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
  /** Golden samples that a baseline answers rightly and the model does not. */
  QUALITY_GOLDEN("quality.golden", Unit.COUNT, LOWER_IS_BETTER),
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

  /** Whether it is a percentile of the latency of queries under a load pattern. */
  public boolean isLatency() {
    return key.startsWith("latency.p") && quantile().isPresent() && !isStage();
  }

  /** Whether it is a percentile of a stage around the inference, or of all stages together. */
  public boolean isStage() {
    return key.startsWith("latency.preprocess.")
        || key.startsWith("latency.postprocess.")
        || key.startsWith("latency.end-to-end.");
  }

  /** The quantile that it is of a distribution, in (0, 1); empty if it is none. */
  public OptionalDouble quantile() {
    int p = key.lastIndexOf(".p");
    String percent = p < 0 ? "" : key.substring(p + 2);
    return percent.matches("[0-9.]+")
        ? OptionalDouble.of(new BigDecimal(percent).movePointLeft(2).doubleValue())
        : OptionalDouble.empty();
  }

  /** Whether it is a cold start or a part of one. */
  public boolean isColdStart() {
    return key.startsWith("cold-start");
  }
}

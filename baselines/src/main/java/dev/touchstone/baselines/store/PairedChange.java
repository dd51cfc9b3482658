package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Comparer;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.TimeDomain;
import dev.touchstone.baselines.statistics.HodgesLehmann;
import dev.touchstone.scenarios.Metric;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a candidate of a run compared with another arm of the same run, as one number with its
 * bounds: the Hodges-Lehmann estimate of the log ratio of costs over the pairs.
 *
 * <p>Unlike a time in milliseconds it can be followed over months: what the machine did on that day
 * happened to both arms.
 *
 * @param arm the candidate
 * @param against {@code reference} or {@code deployed}
 * @param metric latency, throughput, memory or cold start; quality has no pairs of workers
 * @param domain the clock; {@code WALL} for memory, which has none
 * @param logRatio log of the candidate's cost over the other's; positive means slower, larger,
 *     worse, whatever the direction of the metric: a throughput is taken as time per item
 * @param interval of the log ratio, each bound at {@link #LEVEL}; infinite where there are too few
 *     pairs
 * @param pairs how many replicates it rests on: fork pairs, or quads of cold starts
 */
public record PairedChange(
    String arm,
    String against,
    Metric metric,
    TimeDomain domain,
    double logRatio,
    Interval interval,
    int pairs) {

  /** The level of each bound by itself; both hold at 95 %. */
  public static final double LEVEL = 0.975;

  /** The metrics of which workers give pairs. */
  public static final List<Metric> METRICS =
      List.of(
          Metric.LATENCY_P50,
          Metric.LATENCY_P95,
          Metric.LATENCY_P99,
          Metric.THROUGHPUT,
          Metric.MEMORY_PEAK,
          Metric.MEMORY_LOAD,
          Metric.MEMORY_STEADY,
          Metric.MEMORY_MODEL,
          Metric.COLD_START,
          Metric.COLD_START_SESSION,
          Metric.COLD_START_FIRST_INFERENCE);

  /** Rejects a ratio that is none, and a number of pairs that cannot be. */
  public PairedChange {
    Objects.requireNonNull(arm, "arm");
    Objects.requireNonNull(against, "against");
    if (!Double.isFinite(logRatio) || pairs < 1) {
      throw new IllegalArgumentException(
          "a paired change needs a finite log ratio and a pair, was "
              + logRatio
              + " from "
              + pairs);
    }
  }

  /** Everything that was measured of two arms side by side. */
  static List<PairedChange> of(Comparer comparer, String arm, String against) {
    return METRICS.stream()
        .flatMap(
            metric ->
                domains(metric).stream()
                    .flatMap(domain -> of(comparer, metric, domain, arm, against).stream()))
        .toList();
  }

  private static List<TimeDomain> domains(Metric metric) {
    return metric.key().startsWith("memory.")
        ? List.of(TimeDomain.WALL)
        : List.of(TimeDomain.WALL, TimeDomain.CPU);
  }

  private static Optional<PairedChange> of(
      Comparer comparer, Metric metric, TimeDomain domain, String arm, String against) {
    return comparer
        .compare(metric, domain, arm, against)
        .map(
            comparison -> {
              double[] logs =
                  comparison.evidence().stream().mapToDouble(Double::doubleValue).toArray();
              HodgesLehmann center = HodgesLehmann.of(logs);
              Interval interval =
                  new Interval(center.lower(1 - LEVEL), center.upper(1 - LEVEL), LEVEL);
              return new PairedChange(
                  arm, against, metric, domain, center.estimate(), interval, logs.length);
            });
  }
}

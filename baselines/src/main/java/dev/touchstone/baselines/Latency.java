package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.Quantiles;
import dev.touchstone.scenarios.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A percentile of the latencies of one solo trial, in nanoseconds. */
final class Latency {

  static final List<Metric> METRICS =
      List.of(Metric.LATENCY_P50, Metric.LATENCY_P95, Metric.LATENCY_P99);

  private final long[] sorted;
  private final double quantile;

  Latency(SoloObservations solo, Metric metric) {
    Block queries = solo.queries();
    sorted = IntStream.range(0, queries.size()).mapToLong(queries::wallNanos).sorted().toArray();
    quantile = quantile(metric);
  }

  static double quantile(Metric metric) {
    return switch (metric) {
      case LATENCY_P50 -> 0.5;
      case LATENCY_P95 -> 0.95;
      case LATENCY_P99 -> 0.99;
      default -> throw new IllegalArgumentException(metric.key() + " is no percentile of latency");
    };
  }

  double quantile() {
    return quantile;
  }

  int n() {
    return sorted.length;
  }

  /** How many queries it takes to claim the percentile at all. */
  int fewest() {
    return Quantiles.fewest(quantile, Measurements.LEVEL);
  }

  boolean isClaimed() {
    return sorted.length >= fewest();
  }

  double value() {
    return Quantiles.nearestRank(sorted, quantile);
  }

  Bounds bounds(double level) {
    return Quantiles.bounds(sorted, quantile, level);
  }

  /** How many queries took longer than a limit. */
  long over(double limitNanos) {
    return Arrays.stream(sorted).filter(nanos -> nanos > limitNanos).count();
  }
}

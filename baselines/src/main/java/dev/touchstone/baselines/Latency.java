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
      Arrays.stream(Metric.values()).filter(Metric::isLatency).toList();

  private final SoloObservations solo;
  private final double quantile;

  Latency(SoloObservations solo, Metric metric) {
    this.solo = solo;
    this.quantile = quantile(metric);
  }

  static double quantile(Metric metric) {
    return metric
        .quantile()
        .orElseThrow(
            () -> new IllegalArgumentException(metric.key() + " is no percentile of latency"));
  }

  double quantile() {
    return quantile;
  }

  /** How many queries there are. A load that was looked at has each of them by itself. */
  int n() {
    return (int) Math.min(Integer.MAX_VALUE, all().n());
  }

  private boolean onlyInHistogram() {
    return solo.histogram().getTotalCount() > solo.queries().size();
  }

  /** All queries; of a very long load as the histogram keeps them. */
  Ordered all() {
    return onlyInHistogram() ? Ordered.of(solo.histogram()) : first(solo.queries().size());
  }

  /** The first queries. */
  Ordered first(int queries) {
    return Ordered.of(IntStream.range(0, queries).mapToLong(solo.queries()::wallNanos).toArray());
  }

  /** Whether there are enough queries to claim the percentile at all. */
  boolean isClaimed() {
    return n() >= Quantiles.fewest(quantile, Measurements.LEVEL);
  }

  double value() {
    return all().quantile(quantile);
  }

  /** Bounds that hold with 99 % whatever made the run stop. */
  Bounds bounds() {
    QueryLooks looks = solo.looks();
    return all().bounds(quantile, looks.level(looks.taken(solo.queries().size()).size() - 1));
  }

  /** The percentile against an upper limit. */
  GrowingBudget within(double limitNanos) {
    return new GrowingBudget() {
      @Override
      public double riskThatItIsKept(int queries) {
        return at(queries).riskThatKept(quantile, limitNanos);
      }

      @Override
      public double riskThatItIsBroken(int queries) {
        Ordered ordered = at(queries);
        boolean claimed = ordered.n() >= Quantiles.fewest(quantile, Measurements.LEVEL);
        return claimed ? ordered.riskThatBroken(quantile, limitNanos) : 1;
      }
    };
  }

  /** What a look saw: of a load that was not looked at before its end, everything. */
  Ordered at(int queries) {
    return queries == solo.queries().size() ? all() : first(queries);
  }
}

package dev.touchstone.baselines.store;

import dev.touchstone.scenarios.Metric;
import java.time.Instant;
import java.util.Objects;

/**
 * How one reference compares with the one before, measured side by side, so that nights before and
 * after the change of reference can be shown on one scale.
 *
 * @param at when it was measured
 * @param from SHA-256 of the reference before
 * @param to SHA-256 of the reference since
 * @param metric of which this is the ratio
 * @param logRatio log of the cost of {@code to} over that of {@code from}; positive means worse,
 *     whatever the direction of the metric
 * @param lower bound of it, at {@link PairedChange#LEVEL}
 * @param upper bound of it
 * @param pairs how many fork pairs it rests on
 * @param because why the reference was changed
 */
public record Repin(
    Instant at,
    String from,
    String to,
    Metric metric,
    double logRatio,
    double lower,
    double upper,
    int pairs,
    String because) {

  /** Rejects a ratio that is none. */
  public Repin {
    Objects.requireNonNull(metric, "metric");
    if (!Double.isFinite(logRatio) || !(lower <= logRatio && logRatio <= upper) || pairs < 1) {
      throw new IllegalArgumentException(
          "a ratio of references must lie between its bounds, was %s in [%s, %s] from %d pairs"
              .formatted(logRatio, lower, upper, pairs));
    }
  }
}

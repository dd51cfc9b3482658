package dev.touchstone.runner.plan;

import java.time.Duration;
import java.util.Map;

/**
 * How much is measured.
 *
 * @param pairs fork pairs of each candidate, at least 1. The statistics are made for {@link
 *     #STANDARD_PAIRS}; fewer decide nothing and exist for tests
 * @param coldStarts of each arm, at least 0; if not 0, more are made where a requirement on cold
 *     starts needs them
 * @param soloTime how long each arm runs alone under each load pattern, if its percentiles do not
 *     need longer
 * @param soloLimit where a slow model is cut short even if a percentile is left without enough
 *     queries
 * @param injectedWork for arms by name, the fraction by which each of their iterations is made
 *     longer; empty for honest measurements, anything else is told in the result
 */
public record PlanSettings(
    int pairs,
    int coldStarts,
    Duration soloTime,
    Duration soloLimit,
    Map<String, Double> injectedWork) {

  /** The number of fork pairs that decides a comparison. */
  public static final int STANDARD_PAIRS = 20;

  /** 20 pairs, 5 cold starts, 3 s alone and at most 10 s. */
  public static final PlanSettings STANDARD =
      new PlanSettings(STANDARD_PAIRS, 5, Duration.ofSeconds(3), Duration.ofSeconds(10), Map.of());

  /** Rejects a plan that measures nothing. */
  public PlanSettings {
    injectedWork = Map.copyOf(injectedWork);
    if (pairs < 1 || coldStarts < 0 || soloTime.isNegative() || soloLimit.compareTo(soloTime) < 0) {
      throw new IllegalArgumentException(
          "a plan needs at least one pair and a limit that is not below the time, was "
              + pairs
              + " pairs, "
              + soloTime
              + " and at most "
              + soloLimit);
    }
  }

  /** The same with another number of fork pairs. */
  public PlanSettings withPairs(int count) {
    return new PlanSettings(count, coldStarts, soloTime, soloLimit, injectedWork);
  }

  /** The same with another number of cold starts. */
  public PlanSettings withColdStarts(int count) {
    return new PlanSettings(pairs, count, soloTime, soloLimit, injectedWork);
  }

  /** The same with other times alone. */
  public PlanSettings withSolo(Duration time, Duration limit) {
    return new PlanSettings(pairs, coldStarts, time, limit, injectedWork);
  }

  /** The same with arms that are slowed down on purpose. */
  public PlanSettings withInjectedWork(Map<String, Double> fractions) {
    return new PlanSettings(pairs, coldStarts, soloTime, soloLimit, fractions);
  }
}

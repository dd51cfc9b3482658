package dev.touchstone.runner.plan;

import dev.touchstone.baselines.statistics.Looks;
import dev.touchstone.worker.protocol.Stall;
import java.time.Duration;
import java.util.Map;

/**
 * How much is measured.
 *
 * @param pairs fork pairs of each candidate at most, at least 1; a campaign ends as soon as all is
 *     decided. With fewer than {@link #MOST_PAIRS} a loss may be seen and not confirmed
 * @param leastPairs fork pairs of each candidate at least, if so many are planned, even where fewer
 *     decide: what is followed from night to night must scatter less than what is only judged
 * @param coldStarts of each arm, at least 0, rounded up to whole quads of two; if not 0, more are
 *     made where a requirement on cold starts or memory needs them
 * @param soloTime how long each arm runs alone under each load pattern, if its percentiles do not
 *     need longer
 * @param soloLimit where a slow model is cut short even if a percentile is left without enough
 *     queries
 * @param injectedWork for arms by name, the fraction by which each of their iterations is made
 *     longer; empty for honest measurements, anything else is told in the result
 * @param stalls for arms by name, pauses that are put into them; empty for honest measurements,
 *     anything else is told in the result
 */
public record PlanSettings(
    int pairs,
    int leastPairs,
    int coldStarts,
    Duration soloTime,
    Duration soloLimit,
    Map<String, Double> injectedWork,
    Map<String, Stall> stalls) {

  /** The number of fork pairs after which nothing is left to be decided. */
  public static final int MOST_PAIRS = Looks.FORK_PAIRS.most();

  /** 60 pairs at most, 6 cold starts, 3 s alone and at most 10 s. */
  public static final PlanSettings STANDARD =
      new PlanSettings(
          MOST_PAIRS, 1, 6, Duration.ofSeconds(3), Duration.ofSeconds(10), Map.of(), Map.of());

  /** Rejects a plan that measures nothing. */
  public PlanSettings {
    injectedWork = Map.copyOf(injectedWork);
    stalls = Map.copyOf(stalls);
    if (pairs < 1
        || leastPairs < 1
        || coldStarts < 0
        || soloTime.isNegative()
        || soloLimit.compareTo(soloTime) < 0) {
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
    return new PlanSettings(
        count, leastPairs, coldStarts, soloTime, soloLimit, injectedWork, stalls);
  }

  /** The same with at least so many fork pairs. */
  public PlanSettings withLeastPairs(int count) {
    return new PlanSettings(pairs, count, coldStarts, soloTime, soloLimit, injectedWork, stalls);
  }

  /** The same with another number of cold starts. */
  public PlanSettings withColdStarts(int count) {
    return new PlanSettings(pairs, leastPairs, count, soloTime, soloLimit, injectedWork, stalls);
  }

  /** The same with other times alone. */
  public PlanSettings withSolo(Duration time, Duration limit) {
    return new PlanSettings(pairs, leastPairs, coldStarts, time, limit, injectedWork, stalls);
  }

  /** The same with arms that are slowed down on purpose. */
  public PlanSettings withInjectedWork(Map<String, Double> fractions) {
    return new PlanSettings(pairs, leastPairs, coldStarts, soloTime, soloLimit, fractions, stalls);
  }

  /** The same with arms that stall on purpose. */
  public PlanSettings withStalls(Map<String, Stall> pauses) {
    return new PlanSettings(
        pairs, leastPairs, coldStarts, soloTime, soloLimit, injectedWork, pauses);
  }
}

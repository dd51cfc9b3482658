package dev.touchstone.baselines.statistics;

/**
 * Quantiles of any distribution, bounded by order statistics: whatever the distribution, the number
 * of observations below its quantile is binomial.
 *
 * <p>Source of the bounds: David and Nagaraja, Order Statistics (2003), section 7.1. Source of the
 * fewest observations: MLCommons LoadGen, {@code loadgen/early_stopping.cc}, which finds the number
 * of queries for which a given number over the limit is still convincing; a percentile is claimed
 * there from one query over on.
 */
public final class Quantiles {

  private Quantiles() {}

  /**
   * The quantile itself by the nearest rank: the smallest observation that at least the given share
   * of all does not exceed.
   *
   * @param sorted ascending, at least one
   * @param quantile in (0, 1]
   */
  public static long nearestRank(long[] sorted, double quantile) {
    int rank = (int) Math.ceil(quantile * sorted.length - 1e-9);
    return sorted[Math.max(rank, 1) - 1];
  }

  /**
   * Bounds of the quantile, each at the given level; infinite where the observations are too few.
   *
   * @param sorted ascending, at least one
   * @param quantile in (0, 1)
   * @param level of each bound, in (0, 1)
   */
  public static Bounds bounds(long[] sorted, double quantile, double level) {
    Ranks ranks = ranks(sorted.length, quantile, level);
    return new Bounds(
        ranks.lower() == 0
            ? Double.NEGATIVE_INFINITY
            : (double) sorted[Math.toIntExact(ranks.lower()) - 1],
        ranks.upper() > sorted.length
            ? Double.POSITIVE_INFINITY
            : (double) sorted[Math.toIntExact(ranks.upper()) - 1]);
  }

  /**
   * The observations that bound a quantile, counted from 1 for the smallest.
   *
   * @param lower 0 if there are too few for a lower bound
   * @param upper one more than there are if they are too few for an upper bound
   */
  public record Ranks(long lower, long upper) {}

  /**
   * The ranks of the bounds of a quantile, each at the given level.
   *
   * @param observations how many, at least 1
   * @param quantile in (0, 1)
   * @param level of each bound, in (0, 1)
   */
  public static Ranks ranks(long observations, double quantile, double level) {
    double risk = 1 - level;
    Binomial below = new Binomial(observations, quantile);
    // The i-th smallest is above the quantile only if at most i - 1 observations are below it.
    long lower = lastRank(observations, i -> below.atMost(i - 1) <= risk);
    // The j-th smallest is below the quantile only if at least j observations are below it.
    long upper = lastRank(observations, i -> below.atLeast(i) > risk) + 1;
    return new Ranks(lower, upper);
  }

  /**
   * The fewest observations from which a quantile may be claimed: with one of them discarded, the
   * largest that is left still bounds the quantile from above. At 0.99 these are 11 for the median,
   * 64 for 0.9, 130 for 0.95, 662 for 0.99 and 6 636 for 0.999.
   *
   * @param quantile in (0, 1)
   * @param level of the bound, in (0, 1)
   */
  public static int fewest(double quantile, double level) {
    double risk = 1 - level;
    int high = 2;
    while (new Binomial(high, 1 - quantile).atMost(1) > risk) {
      high *= 2;
    }
    int low = high / 2;
    while (low < high) {
      int middle = (low + high) / 2;
      if (new Binomial(middle, 1 - quantile).atMost(1) <= risk) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private interface RankCondition {
    boolean holds(long rank);
  }

  /** The last rank from 1 to n for which a condition holds that holds up to there; 0 for none. */
  private static long lastRank(long n, RankCondition condition) {
    long low = 0;
    long high = n;
    while (low < high) {
      long middle = (low + high + 1) >>> 1;
      if (condition.holds(middle)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}

package dev.touchstone.baselines.statistics;

/** How much must be observed before a question can be answered. */
public final class SampleSizes {

  private static final long MOST = 100_000_000;

  private SampleSizes() {}

  /**
   * How many queries decide whether a percentile keeps its limit, if the share of queries over the
   * limit stays what it is.
   *
   * @param over queries over the limit so far
   * @param queries so far, at least 1
   * @param quantile in (0, 1)
   * @param level at which it is to be decided, in (0.5, 1)
   * @return at least {@code queries}; {@link Long#MAX_VALUE} if no reasonable number would do
   */
  public static long queriesToDecide(long over, long queries, double quantile, double level) {
    double share = (double) over / queries;
    double risk = 1 - level;
    long floor = Math.max(queries, Quantiles.fewest(quantile, level));
    for (double n = floor; n < MOST; n = Math.max(n + 1, n * 1.02)) {
      long trials = (long) n;
      long exceeding = Math.round(share * trials);
      Binomial beyond = new Binomial(trials, 1 - quantile);
      if (beyond.atMost(exceeding) <= risk || beyond.atLeast(exceeding) <= risk) {
        return trials;
      }
    }
    return Long.MAX_VALUE;
  }
}

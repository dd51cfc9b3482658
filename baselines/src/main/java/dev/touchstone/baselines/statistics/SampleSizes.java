package dev.touchstone.baselines.statistics;

/** How much must be observed before a question can be answered. */
public final class SampleSizes {

  private static final long MOST = 100_000_000;

  private SampleSizes() {}

  /**
   * The fewest paired samples with which a loss is found with probability {@code power}, when
   * "found" means that both the Bonett-Price lower bound is above 0 and the exact McNemar test
   * rejects, at the same risk.
   *
   * <p>Counted exactly: right-to-wrong changes come with probability {@code loss + churn / 2},
   * wrong-to-right changes with {@code churn / 2}, and the power is summed over both.
   *
   * @param loss that must be found, in (0, 1)
   * @param churn changes that cancel, as a share of the samples, in [0, 1 - loss]
   * @param risk of each claim, such as 0.001
   * @param power such as 0.99
   */
  public static long pairedLoss(double loss, double churn, double risk, double power) {
    if (!(loss > 0 && loss < 1) || !(churn >= 0)) {
      throw new IllegalArgumentException("no loss of " + loss + " with churn " + churn);
    }
    double worse = Math.min(1, loss + churn / 2);
    double better = Math.min(1 - worse, churn / 2);
    long high = 16;
    while (power(high, worse, better, risk) < power && high < MOST) {
      high *= 2;
    }
    long low = high / 2;
    while (low < high) {
      long middle = (low + high) / 2;
      if (power(middle, worse, better, risk) >= power) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static double power(long n, double worse, double better, double risk) {
    Binomial betterCount = new Binomial(n, better);
    double conditional = better == 1 ? 0 : worse / (1 - better);
    long most = (long) (n * better + 9 * Math.sqrt(n * better) + 9);
    long critical = 1;
    double sum = 0;
    for (long b = 0; b <= Math.min(n, most); b++) {
      critical = critical(critical, b, n, risk);
      double share = betterCount.exactly(b);
      sum += share * new Binomial(n - b, Math.min(1, conditional)).atLeast(critical);
    }
    return sum;
  }

  /** The fewest right-to-wrong changes that convince against b others, searched upwards. */
  private static long critical(long from, long b, long n, double risk) {
    long c = Math.max(from, b + 1);
    while (b + c <= n) {
      PairedAnswers answers = new PairedAnswers(c, b, n);
      if (answers.mcNemar() <= risk && answers.bonettPrice(1 - risk).lower() > 0) {
        return c;
      }
      c++;
    }
    return n + 1;
  }

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

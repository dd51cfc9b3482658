package dev.touchstone.baselines.statistics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The exact null distribution of Wilcoxon's signed-rank statistic: the sum of the ranks of the
 * positive differences, when every sign is a coin flip.
 *
 * <p>Counted by dynamic programming over the ranks, no normal approximation. Source: Wilcoxon,
 * Biometrics 1 (1945) 80; Hollander, Wolfe and Chicken, Nonparametric Statistical Methods (2014),
 * section 3.1 and table A.4.
 */
public final class SignedRank {

  /** Beyond this the table would need more than a few megabytes, and nobody measures that much. */
  private static final int LARGEST = 1000;

  private static final Map<Integer, SignedRank> KNOWN = new ConcurrentHashMap<>();

  private final int n;
  private final double[] atMost;

  private SignedRank(int n) {
    this.n = n;
    int sums = n * (n + 1) / 2;
    double[] probability = new double[sums + 1];
    probability[0] = 1;
    for (int rank = 1; rank <= n; rank++) {
      for (int sum = rank * (rank + 1) / 2; sum >= 0; sum--) {
        double without = probability[sum];
        double with = sum >= rank ? probability[sum - rank] : 0;
        probability[sum] = (without + with) / 2;
      }
    }
    for (int sum = 1; sum <= sums; sum++) {
      probability[sum] += probability[sum - 1];
    }
    this.atMost = probability;
  }

  /**
   * The distribution for so many differences.
   *
   * @param n from 1 to 1000
   */
  public static SignedRank of(int n) {
    if (n < 1 || n > LARGEST) {
      throw new IllegalArgumentException("1 to " + LARGEST + " differences are needed, were " + n);
    }
    return KNOWN.computeIfAbsent(n, SignedRank::new);
  }

  /** How many differences. */
  public int n() {
    return n;
  }

  /** The probability that the statistic is at most {@code sum}. */
  public double atMost(int sum) {
    return sum < 0 ? 0 : Math.min(1, atMost[Math.min(sum, atMost.length - 1)]);
  }

  /**
   * The largest sum that is at most as likely as {@code alpha} to be undercut or met; -1 if even
   * the sum 0 is likelier.
   */
  public int critical(double alpha) {
    int sum = -1;
    while (sum + 1 < atMost.length && atMost[sum + 1] <= alpha) {
      sum++;
    }
    return sum;
  }
}

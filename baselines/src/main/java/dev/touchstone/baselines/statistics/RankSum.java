package dev.touchstone.baselines.statistics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The exact one-sided Mann–Whitney test of two independent groups.
 *
 * <p>The statistic {@code U} counts the pairs in which the second group does not lie above the
 * first; if both come from one distribution, every arrangement is equally likely, and the risk is
 * the share of arrangements with as small a {@code U}. A tie counts against whoever claims a
 * difference, so the risk is never understated. Source: Mann and Whitney, Annals of Mathematical
 * Statistics 18 (1947) 50.
 *
 * <p>The arrangements are counted as coefficients of the Gaussian binomial {@code [n + m choose
 * m]}, which a double holds exactly for groups of up to 25, and to 15 digits beyond.
 */
public final class RankSum {

  /** As many pairs as two groups of 200 have; the table then holds 40 000 numbers. */
  private static final int MOST_PAIRS = 40_000;

  private static final Map<Groups, double[]> KNOWN = new ConcurrentHashMap<>();

  private record Groups(int first, int second) {}

  private RankSum() {}

  /**
   * The risk of the claim that {@code second} lies above {@code first}.
   *
   * @param first at least one value, each finite
   * @param second at least one value, each finite
   */
  public static double riskOfAbove(double[] first, double[] second) {
    int notAbove = 0;
    for (double x : first) {
      for (double y : second) {
        if (!(y > x)) {
          notAbove++;
        }
      }
    }
    return atMost(first.length, second.length, notAbove);
  }

  /** The probability that {@code U} is at most {@code u} for groups of these sizes. */
  public static double atMost(int first, int second, int u) {
    if (first < 1 || second < 1 || (long) first * second > MOST_PAIRS) {
      throw new IllegalArgumentException(
          "two groups of at least 1 and at most "
              + MOST_PAIRS
              + " pairs are needed, were "
              + first
              + " and "
              + second);
    }
    Groups groups = new Groups(Math.max(first, second), Math.min(first, second));
    double[] table = KNOWN.computeIfAbsent(groups, RankSum::cumulated);
    return u < 0 ? 0 : table[Math.min(u, table.length - 1)];
  }

  /** Adds the values of the smaller group one by one: times (1 - q^(n+i)), over (1 - q^i). */
  private static double[] cumulated(Groups groups) {
    int pairs = groups.first() * groups.second();
    double[] shares = new double[pairs + 1];
    shares[0] = 1;
    for (int i = 1; i <= groups.second(); i++) {
      int up = groups.first() + i;
      for (int u = pairs; u >= up; u--) {
        shares[u] -= shares[u - up];
      }
      for (int u = i; u <= pairs; u++) {
        shares[u] += shares[u - i];
      }
    }
    double all = 0;
    for (double share : shares) {
      all += share;
    }
    double sum = 0;
    for (int u = 0; u <= pairs; u++) {
      sum += shares[u];
      shares[u] = Math.min(1, sum / all);
    }
    return shares;
  }
}

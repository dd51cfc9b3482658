package dev.touchstone.baselines.statistics;

import java.util.Arrays;

/**
 * Estimate and bounds of the center of a symmetric distribution from paired differences.
 *
 * <p>The estimate is the median of the Walsh averages {@code (d_i + d_j) / 2, i <= j}; a bound at
 * risk alpha is the order statistic of the Walsh averages at the exact signed-rank critical value.
 * Source: Hodges and Lehmann, Annals of Mathematical Statistics 34 (1963) 598; Hollander, Wolfe and
 * Chicken (2014), sections 3.2 and 3.3.
 *
 * <p>Ties and zeros stay in and need no correction: they only make the bounds hold at more than
 * their level, since a Walsh average that equals the hypothesis counts against whoever claims a
 * difference.
 */
public final class HodgesLehmann {

  private final SignedRank distribution;
  private final double[] walsh;

  private HodgesLehmann(double[] differences) {
    int n = differences.length;
    distribution = SignedRank.of(n);
    walsh = new double[n * (n + 1) / 2];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        walsh[next++] = differences[i] / 2 + differences[j] / 2;
      }
    }
    Arrays.sort(walsh);
  }

  /**
   * Takes the differences.
   *
   * @param differences from 1 to 1000, each finite
   */
  public static HodgesLehmann of(double... differences) {
    for (double d : differences) {
      if (!Double.isFinite(d)) {
        throw new IllegalArgumentException("differences must be finite, one was " + d);
      }
    }
    return new HodgesLehmann(differences);
  }

  /** How many differences. */
  public int n() {
    return distribution.n();
  }

  /** The median of the Walsh averages. */
  public double estimate() {
    int middle = walsh.length / 2;
    return walsh.length % 2 == 1 ? walsh[middle] : (walsh[middle - 1] + walsh[middle]) / 2;
  }

  /**
   * The bound that the center lies below with probability at most {@code alpha}; negative infinity
   * if there are too few differences for it.
   */
  public double lower(double alpha) {
    int critical = distribution.critical(alpha);
    return critical < 0 ? Double.NEGATIVE_INFINITY : walsh[critical];
  }

  /**
   * The bound that the center lies above with probability at most {@code alpha}; infinity if there
   * are too few differences for it.
   */
  public double upper(double alpha) {
    int critical = distribution.critical(alpha);
    return critical < 0 ? Double.POSITIVE_INFINITY : walsh[walsh.length - 1 - critical];
  }

  /**
   * The risk of the claim that the center lies above {@code value}: the one-sided signed-rank
   * p-value. It is at most alpha exactly if {@code lower(alpha) > value}.
   */
  public double riskOfAbove(double value) {
    int notAbove = 0;
    while (notAbove < walsh.length && walsh[notAbove] <= value) {
      notAbove++;
    }
    return distribution.atMost(notAbove);
  }

  /**
   * Whether the first {@code n} differences show a center other than zero, at most at risk {@code
   * alpha} on either side.
   */
  public static boolean differsFromZero(double[] differences, int n, double alpha) {
    int critical = SignedRank.of(n).critical(alpha);
    return Walsh.countAtMost(differences, 0, n, 0) <= critical
        || Walsh.countAtLeast(differences, 0, n, 0) <= critical;
  }

  /** The fewest differences for which a bound at this risk exists. */
  public static int fewest(double alpha) {
    return (int) Math.ceil(-Math.log(alpha) / Math.log(2) - 1e-12);
  }
}

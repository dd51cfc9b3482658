package dev.touchstone.baselines.statistics;

/**
 * Counts Walsh averages {@code (d_i + d_j) / 2, i <= j} on one side of a value.
 *
 * <p>The bound at the critical value {@code c} of the signed-rank distribution is the order
 * statistic number {@code c} of the Walsh averages, counted from 0. It lies above a value exactly
 * if at most {@code c} averages do not, and counting those needs no sorting. Source: Hollander,
 * Wolfe and Chicken, Nonparametric Statistical Methods (2014), section 3.3.
 *
 * <p>A difference that is not a number counts on the side that claims nothing.
 */
final class Walsh {

  private Walsh() {}

  /** How many of the averages of {@code differences[from]} to {@code [to - 1]} are not above. */
  static int countAtMost(double[] differences, int from, int to, double value) {
    int count = 0;
    for (int i = from; i < to; i++) {
      double half = differences[i] / 2;
      for (int j = i; j < to; j++) {
        if (!(half + differences[j] / 2 > value)) {
          count++;
        }
      }
    }
    return count;
  }

  /** How many are not below. */
  static int countAtLeast(double[] differences, int from, int to, double value) {
    int count = 0;
    for (int i = from; i < to; i++) {
      double half = differences[i] / 2;
      for (int j = i; j < to; j++) {
        if (!(half + differences[j] / 2 < value)) {
          count++;
        }
      }
    }
    return count;
  }
}

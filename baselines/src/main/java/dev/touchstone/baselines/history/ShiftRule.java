package dev.touchstone.baselines.history;

import dev.touchstone.baselines.statistics.PooledShift;
import dev.touchstone.baselines.statistics.RankSum;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * When two stretches of nights lie on different levels.
 *
 * <p>Three conditions together: the risk of Student's one-sided t with pooled variance, that of the
 * exact one-sided Mann–Whitney test, and a shift large enough to matter, of at least {@code least}
 * and at least three times the median absolute deviation of the nights around the median of their
 * own stretch.
 *
 * @param pooled largest risk by the t-test, for each direction
 * @param ranks largest risk by the ranks, for each direction
 * @param least smallest shift that is told, in the unit of the values
 */
record ShiftRule(double pooled, double ranks, double least) {

  private static final double DEVIATIONS = 3;

  /** The standard risks for a metric of which smaller shifts than {@code least} are no news. */
  static ShiftRule standard(double least) {
    return new ShiftRule(1e-5, 1e-3, least);
  }

  /** Ten times the risks, to find candidates that are then judged by this rule. */
  ShiftRule relaxed() {
    return new ShiftRule(10 * pooled, 10 * ranks, least);
  }

  boolean isMet(double[] before, double[] after) {
    return excess(before, after) <= 1;
  }

  /**
   * By which factor the worse of the two risks is above its limit: at most 1 if the rule is met,
   * infinite if the shift is too small or there are too few nights.
   */
  double excess(double[] before, double[] after) {
    if (before.length < EnergySplit.LEAST || after.length < EnergySplit.LEAST) {
      return Double.POSITIVE_INFINITY;
    }
    PooledShift shift = new PooledShift(before, after);
    if (Math.abs(shift.estimate()) < Math.max(least, DEVIATIONS * deviation(before, after))) {
      return Double.POSITIVE_INFINITY;
    }
    boolean rises = shift.estimate() > 0;
    double byRanks =
        rises ? RankSum.riskOfAbove(before, after) : RankSum.riskOfAbove(after, before);
    double risk = shift.riskOfAbove(0);
    double byMeans = rises ? risk : 1 - risk;
    return Math.max(byMeans / pooled, byRanks / ranks);
  }

  private static double deviation(double[] before, double[] after) {
    return median(DoubleStream.concat(deviations(before), deviations(after)).toArray());
  }

  private static DoubleStream deviations(double[] values) {
    double center = median(values);
    return Arrays.stream(values).map(v -> Math.abs(v - center));
  }

  /** The middle value, or the mean of the two in the middle. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

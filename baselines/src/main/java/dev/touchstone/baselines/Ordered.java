package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Binomial;
import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.Quantiles;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Times in ascending order, from the single observations or from a histogram of them. */
final class Ordered {

  private final long[] values;
  private final long[] upTo;

  /** Values that occur, ascending, and how many observations are not above each of them. */
  private Ordered(long[] values, long[] upTo) {
    this.values = values;
    this.upTo = upTo;
  }

  /** Every observation by itself. */
  static Ordered of(long... observations) {
    long[] sorted = observations.clone();
    Arrays.sort(sorted);
    long[] ranks = new long[sorted.length];
    Arrays.setAll(ranks, i -> i + 1);
    return new Ordered(sorted, ranks);
  }

  /** As exactly as a histogram keeps them: 3 significant digits. */
  static Ordered of(Histogram histogram) {
    long[] values = new long[64];
    long[] upTo = new long[64];
    int size = 0;
    for (HistogramIterationValue step : histogram.recordedValues()) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
        upTo = Arrays.copyOf(upTo, size * 2);
      }
      values[size] = step.getValueIteratedTo();
      upTo[size] = step.getTotalCountToThisValue();
      size++;
    }
    return new Ordered(Arrays.copyOf(values, size), Arrays.copyOf(upTo, size));
  }

  long n() {
    return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
  }

  /** The smallest value that at least the given share of all does not exceed. */
  double quantile(double quantile) {
    return value(Math.max(1, (long) Math.ceil(quantile * n() - 1e-9)));
  }

  /** Bounds of the quantile, each at the given level; infinite where there are too few. */
  Bounds bounds(double quantile, double level) {
    Quantiles.Ranks ranks = Quantiles.ranks(n(), quantile, level);
    return new Bounds(
        ranks.lower() == 0 ? Double.NEGATIVE_INFINITY : value(ranks.lower()),
        ranks.upper() > n() ? Double.POSITIVE_INFINITY : value(ranks.upper()));
  }

  /** How many are above a limit. */
  long over(double limit) {
    int i = values.length;
    while (i > 0 && values[i - 1] > limit) {
      i--;
    }
    return n() - (i == 0 ? 0 : upTo[i - 1]);
  }

  /** The p-value of the claim that the quantile is above a limit: exact binomial. */
  double riskThatKept(double quantile, double limit) {
    return new Binomial(n(), 1 - quantile).atLeast(over(limit));
  }

  /** The p-value of the claim that the quantile is not above a limit: exact binomial. */
  double riskThatBroken(double quantile, double limit) {
    return new Binomial(n(), 1 - quantile).atMost(over(limit));
  }

  private double value(long rank) {
    int at = Arrays.binarySearch(upTo, rank);
    return values[at >= 0 ? at : -at - 1];
  }
}

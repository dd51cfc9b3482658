package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Quantiles;
import dev.touchstone.scenarios.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One fork pair as one number: the log ratio of the costs of two arms. A pair is the replicate; its
 * iterations and rounds are not independent of each other and never count as replicates.
 */
final class PairRatio {

  /** Groups of rounds over which throughput or a high quantile is taken. */
  private static final int GROUPS = 8;

  /** Iterations of each arm without which a percentile of them is not claimed: 130 and 662. */
  private static final int FEWEST_FOR_P95 = Quantiles.fewest(0.95, Measurements.LEVEL);

  private static final int FEWEST_FOR_P99 = Quantiles.fewest(0.99, Measurements.LEVEL);

  private final List<Block> candidate;
  private final List<Block> baseline;
  private final TimeDomain domain;

  PairRatio(List<Block> candidate, List<Block> baseline, TimeDomain domain) {
    this.candidate = candidate;
    this.baseline = baseline;
    this.domain = domain;
  }

  /** The log ratio, or empty if the pair holds too little for the metric. */
  OptionalDouble of(Metric metric) {
    return switch (metric) {
      case LATENCY_P50 -> finite(medianOverRounds());
      case LATENCY_P95 -> ofQuantile(0.95, FEWEST_FOR_P95, 20);
      case LATENCY_P99 -> ofQuantile(0.99, FEWEST_FOR_P99, 100);
      case THROUGHPUT ->
          medianOverGroups(Math.min(GROUPS, candidate.size()), PairRatio::perIteration);
      default -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble finite(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Median over rounds of the log ratio of the blocks' medians. */
  private double medianOverRounds() {
    return median(
        IntStream.range(0, candidate.size())
            .mapToDouble(
                round ->
                    Math.log(
                        median(times(candidate.subList(round, round + 1)))
                            / median(times(baseline.subList(round, round + 1)))))
            .toArray());
  }

  private OptionalDouble ofQuantile(double quantile, int fewest, int leastPerGroup) {
    int iterations = Math.min(iterations(candidate), iterations(baseline));
    int groups = Math.min(Math.min(GROUPS, iterations / leastPerGroup), candidate.size());
    if (iterations < fewest || groups == 0) {
      return OptionalDouble.empty();
    }
    return medianOverGroups(
        groups, sorted -> sorted[(int) Math.ceil(quantile * sorted.length - 1e-9) - 1]);
  }

  /**
   * Median over groups of consecutive rounds of the log ratio of a figure of their times. One group
   * that another process disturbed does not decide about the pair: by the mean of all its
   * iterations a pair of identical code is off by up to 39 %, by the median of 8 groups by a tenth
   * of that.
   */
  private OptionalDouble medianOverGroups(int groups, ToDoubleFunction<double[]> figure) {
    double[] ratios = new double[groups];
    for (int g = 0; g < groups; g++) {
      int from = g * candidate.size() / groups;
      int to = (g + 1) * candidate.size() / groups;
      ratios[g] =
          Math.log(
              figure.applyAsDouble(times(candidate.subList(from, to)))
                  / figure.applyAsDouble(times(baseline.subList(from, to))));
    }
    return finite(median(ratios));
  }

  private static int iterations(List<Block> blocks) {
    return blocks.stream().mapToInt(Block::size).sum();
  }

  private static double perIteration(double[] times) {
    return Arrays.stream(times).average().orElse(Double.NaN);
  }

  /** All times of some blocks, ascending. */
  private double[] times(List<Block> blocks) {
    double[] times = new double[iterations(blocks)];
    int next = 0;
    for (Block block : blocks) {
      for (int i = 0; i < block.size(); i++) {
        times[next++] = domain == TimeDomain.WALL ? block.wallNanos(i) : block.cpuNanos(i);
      }
    }
    return sort(times);
  }

  private static double[] sort(double[] values) {
    Arrays.sort(values);
    return values;
  }

  private static double median(double[] values) {
    double[] sorted = sort(values.clone());
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

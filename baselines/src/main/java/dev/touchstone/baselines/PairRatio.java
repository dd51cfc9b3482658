package dev.touchstone.baselines;

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

  /** Groups of rounds over which a high quantile is taken. */
  private static final int GROUPS = 8;

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
      case LATENCY_P95 -> ofQuantile(0.95, 20);
      case LATENCY_P99 -> ofQuantile(0.99, 100);
      case THROUGHPUT -> finite(Math.log(perIteration(candidate) / perIteration(baseline)));
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

  /** Median over groups of consecutive rounds of the log ratio of a quantile. */
  private OptionalDouble ofQuantile(double quantile, int leastPerGroup) {
    int iterations = Math.min(iterations(candidate), iterations(baseline));
    int groups = Math.min(Math.min(GROUPS, iterations / leastPerGroup), candidate.size());
    if (groups == 0) {
      return OptionalDouble.empty();
    }
    ToDoubleFunction<double[]> nearestRank =
        sorted -> sorted[(int) Math.ceil(quantile * sorted.length - 1e-9) - 1];
    double[] ratios = new double[groups];
    for (int g = 0; g < groups; g++) {
      int from = g * candidate.size() / groups;
      int to = (g + 1) * candidate.size() / groups;
      ratios[g] =
          Math.log(
              nearestRank.applyAsDouble(times(candidate.subList(from, to)))
                  / nearestRank.applyAsDouble(times(baseline.subList(from, to))));
    }
    return finite(median(sort(ratios)));
  }

  private static int iterations(List<Block> blocks) {
    return blocks.stream().mapToInt(Block::size).sum();
  }

  private double perIteration(List<Block> blocks) {
    return Arrays.stream(times(blocks)).average().orElse(Double.NaN);
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

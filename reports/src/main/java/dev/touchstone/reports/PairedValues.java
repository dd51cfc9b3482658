package dev.touchstone.reports;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.scenarios.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Latency and throughput as they were within the fork pairs of one candidate, in wall time: the
 * median over pairs. The values of a model that runs alone are lower, since nothing else passes
 * through the processor's caches, and their ratio is not the one that the pairs are about.
 */
final class PairedValues {

  private final List<ForkPair> pairs;

  private PairedValues(List<ForkPair> pairs) {
    this.pairs = pairs;
  }

  static PairedValues of(RunResult run, String candidate) {
    return new PairedValues(
        run.campaigns().stream()
            .filter(campaign -> campaign.candidate().equals(candidate))
            .map(Campaign::pairs)
            .findFirst()
            .orElse(List.of()));
  }

  /** How many pairs there are. */
  int size() {
    return pairs.size();
  }

  /** The value of an arm in the metric's unit; empty for a metric that pairs do not time. */
  OptionalDouble value(String arm, Metric metric) {
    return switch (metric) {
      case LATENCY_P50 -> median(arm, times -> quantile(times, 0.5));
      case LATENCY_P95 -> median(arm, times -> quantile(times, 0.95));
      case THROUGHPUT -> median(arm, times -> 1e9 / Arrays.stream(times).average().orElseThrow());
      default -> OptionalDouble.empty();
    };
  }

  private OptionalDouble median(String arm, ToDoubleFunction<double[]> statistic) {
    double[] values =
        pairs.stream()
            .flatMap(pair -> Optional.ofNullable(pair.rounds().get(arm)).stream())
            .map(PairedValues::times)
            .filter(times -> times.length > 0)
            .mapToDouble(statistic)
            .sorted()
            .toArray();
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((values[(values.length - 1) / 2] + values[values.length / 2]) / 2);
  }

  private static double[] times(List<Block> blocks) {
    double[] times = new double[blocks.stream().mapToInt(Block::size).sum()];
    int next = 0;
    for (Block block : blocks) {
      for (int i = 0; i < block.size(); i++) {
        times[next++] = block.wallNanos(i);
      }
    }
    Arrays.sort(times);
    return times;
  }

  /** The nearest rank, as everywhere here. */
  private static double quantile(double[] sorted, double quantile) {
    return sorted[Math.max(0, (int) Math.ceil(quantile * sorted.length - 1e-9) - 1)];
  }
}

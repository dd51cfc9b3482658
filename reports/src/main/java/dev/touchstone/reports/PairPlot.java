package dev.touchstone.reports;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.scenarios.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What each fork pair says by itself: the median over its rounds of the ratio of the two arms'
 * median latencies, less 1. One point that stands apart is a disturbed pair; a cloud that stands
 * apart from zero is a difference.
 */
final class PairPlot {

  private static final int WIDTH = 860;
  private static final int LEFT = 90;
  private static final int RIGHT = 840;
  private static final int TOP = 14;
  private static final int BOTTOM = 190;

  private PairPlot() {}

  /** Draws one campaign against one baseline; every pair must hold both arms. */
  static Svg of(Campaign campaign, String baseline) {
    List<ForkPair> pairs = campaign.pairs();
    double[] changes =
        pairs.stream().mapToDouble(p -> change(p, campaign.candidate(), baseline)).toArray();
    double low = Math.min(0, Arrays.stream(changes).min().orElse(0));
    double high = Math.max(0, Arrays.stream(changes).max().orElse(0));
    double air = Math.max(0.002, (high - low) * 0.1);
    Axis axis = new Axis(low - air, high + air, BOTTOM, TOP, false);
    Svg svg =
        new Svg(
            WIDTH,
            BOTTOM + 42,
            "Change of the median latency against " + baseline + " in " + pairs.size() + " pairs");
    for (double tick : axis.ticks(5)) {
      svg.line(tick == 0 ? "zero" : "grid", LEFT, axis.at(tick), RIGHT, axis.at(tick));
      svg.text("soft end", LEFT - 8, axis.at(tick) + 4, label(tick));
    }
    Axis across = new Axis(-0.5, Math.max(1, pairs.size() - 0.5), LEFT, RIGHT, false);
    for (int i = 0; i < changes.length; i++) {
      svg.circle("point", across.at(i), axis.at(changes[i]), 3.5);
      if (changes.length <= 24 || i % 5 == 0) {
        svg.text("soft mid", across.at(i), BOTTOM + 18, Integer.toString(pairs.get(i).index() + 1));
      }
    }
    double median = median(DoubleStream.of(changes));
    svg.line("mark", LEFT, axis.at(median), RIGHT, axis.at(median));
    svg.text(
        "end", RIGHT, axis.at(median) - 6, "median " + Numbers.signed(median, Loss.Scale.RELATIVE));
    svg.text("soft mid", (LEFT + RIGHT) / 2.0, BOTTOM + 36, "fork pair; above zero is slower");
    return svg;
  }

  private static String label(double fraction) {
    String digits = Numbers.exact(Math.rint(Math.abs(fraction) * 1e6) / 1e4);
    return (fraction > 0 ? "+" : fraction < 0 ? "−" : "") + digits + " %";
  }

  private static double change(ForkPair pair, String candidate, String baseline) {
    List<Block> mine = pair.rounds().getOrDefault(candidate, List.of());
    List<Block> theirs = pair.rounds().getOrDefault(baseline, List.of());
    return Math.expm1(
        median(
            IntStream.range(0, Math.min(mine.size(), theirs.size()))
                .mapToDouble(r -> Math.log(median(mine.get(r)) / median(theirs.get(r))))));
  }

  private static double median(Block block) {
    return median(IntStream.range(0, block.size()).mapToDouble(block::wallNanos));
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return 0;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

package dev.touchstone.reports;

import dev.touchstone.baselines.Comparison;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.statistics.Look;
import dev.touchstone.baselines.statistics.Looks;
import dev.touchstone.scenarios.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What each fork pair says by itself: the median over its rounds of the ratio of the two arms'
 * median latencies, less 1. One point that stands apart is a disturbed pair; a cloud that stands
 * apart from zero is a difference. Upright lines show where the looks were and where the answer
 * fell.
 */
final class PairPlot {

  private static final int WIDTH = 860;
  private static final int LEFT = 90;
  private static final int RIGHT = 840;
  private static final int TOP = 14;
  private static final int BOTTOM = 190;

  private PairPlot() {}

  /**
   * Draws the evidence of one comparison.
   *
   * @param latency compared by {@code latency.p50}
   * @param pairs that the evidence comes from, in its order
   * @param answers the numbers of pairs at which requirements on the median latency were answered
   */
  static Svg of(Comparison latency, List<ForkPair> pairs, Set<Long> answers) {
    double[] changes = latency.evidence().stream().mapToDouble(Math::expm1).toArray();
    double low = Math.min(0, Arrays.stream(changes).min().orElse(0));
    double high = Math.max(0, Arrays.stream(changes).max().orElse(0));
    double air = Math.max(0.002, (high - low) * 0.1);
    Axis axis = new Axis(low - air, high + air, BOTTOM, TOP, false);
    Svg svg =
        new Svg(
            WIDTH,
            BOTTOM + 42,
            "Change of the median latency against "
                + latency.baseline()
                + " in "
                + pairs.size()
                + " pairs");
    for (double tick : axis.ticks(5)) {
      svg.line(tick == 0 ? "zero" : "grid", LEFT, axis.at(tick), RIGHT, axis.at(tick));
      svg.text("soft end", LEFT - 8, axis.at(tick) + 4, label(tick));
    }
    Axis across = new Axis(-0.5, Math.max(1, pairs.size() - 0.5), LEFT, RIGHT, false);
    for (Look look : Looks.FORK_PAIRS.list()) {
      if (look.n() <= changes.length) {
        upright(svg, "grid", across.at(look.n() - 0.5), "soft mid", "look");
      }
    }
    for (long n : answers) {
      if (n <= changes.length) {
        upright(svg, "mark", across.at(n - 0.5), "mid", "answer");
      }
    }
    for (int i = 0; i < changes.length; i++) {
      svg.circle("point", across.at(i), axis.at(changes[i]), 3.5);
      if (changes.length <= 24 || i % 5 == 0) {
        svg.text("soft mid", across.at(i), BOTTOM + 18, Integer.toString(pairs.get(i).index() + 1));
      }
    }
    double median = median(changes);
    svg.line("mark", LEFT, axis.at(median), RIGHT, axis.at(median));
    svg.text(
        "end", RIGHT, axis.at(median) - 6, "median " + Numbers.signed(median, Loss.Scale.RELATIVE));
    svg.text("soft mid", (LEFT + RIGHT) / 2.0, BOTTOM + 36, "fork pair; above zero is slower");
    return svg;
  }

  private static void upright(Svg svg, String line, double x, String style, String text) {
    svg.line(line, x, TOP, x, BOTTOM);
    svg.text(style, x, text.equals("look") ? TOP - 3 : BOTTOM - 6, text);
  }

  private static String label(double fraction) {
    String digits = Numbers.exact(Math.rint(Math.abs(fraction) * 1e6) / 1e4);
    return (fraction > 0 ? "+" : fraction < 0 ? "−" : "") + digits + " %";
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

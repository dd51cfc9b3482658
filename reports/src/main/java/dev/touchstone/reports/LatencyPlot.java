package dev.touchstone.reports;

import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.scenarios.Unit;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How the latencies of the arms are distributed: for each arm the share of queries that took no
 * longer. Time runs on a logarithmic axis and shares on one of log odds, so that the one query in a
 * thousand is as readable as the median.
 */
final class LatencyPlot {

  private static final int POINTS = 160;
  private static final double LEAST = 0.01;
  private static final double MOST = 0.9999;
  private static final double[] SHARES = {0.01, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999};
  private static final List<Double> MARKED = List.of(0.5, 0.95, 0.99);
  private static final int LEFT = 62;
  private static final int TOP = 12;

  private final List<SoloObservations> arms;
  private final RunResult run;
  private final Frame frame;
  private final Axis time;
  private final Axis odds;
  private final Legend legend;

  private LatencyPlot(List<SoloObservations> arms, RunResult run, Frame frame) {
    this.arms = arms;
    this.run = run;
    this.frame = frame;
    int height = frame == Frame.WIDE ? 300 : 280;
    this.odds = new Axis(odds(LEAST), odds(top(arms)), TOP + height, TOP, false);
    this.time = time();
    this.legend =
        new Legend(
            arms.stream().map(a -> new Legend.Entry(Series.of(run, a.arm()), a.arm())).toList(),
            frame);
  }

  /**
   * Draws the arms of one load pattern.
   *
   * @param arms at least one, each with at least one observation
   */
  static Svg of(List<SoloObservations> arms, RunResult run, Frame frame) {
    return new LatencyPlot(arms, run, frame).draw();
  }

  private static double odds(double share) {
    return Math.log(share / (1 - share));
  }

  /** The highest share that the largest number of queries can show, such as 0.999 for 1000. */
  private static double top(List<SoloObservations> arms) {
    double most =
        arms.stream().mapToDouble(a -> (double) a.histogram().getTotalCount()).max().orElse(1);
    return Math.max(0.995, Math.min(MOST, 1 - 1 / most));
  }

  private Axis time() {
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (SoloObservations arm : arms) {
      low = Math.min(low, value(arm.histogram(), LEAST));
      high = Math.max(high, value(arm.histogram(), reach(arm.histogram())));
    }
    double from = Math.max(1, low * 0.97);
    return new Axis(from, Math.max(high * 1.03, from * 1.2), LEFT, frame.width() - 14, true);
  }

  private double reach(Histogram histogram) {
    double own = 1 - 1 / (double) Math.max(2, histogram.getTotalCount());
    return Math.max(LEAST, Math.min(own, share(odds.to())));
  }

  private static double share(double odds) {
    return 1 / (1 + Math.exp(-odds));
  }

  private static double value(Histogram histogram, double share) {
    return Math.max(1, (double) histogram.getValueAtPercentile(100 * share));
  }

  private Svg draw() {
    int bottom = (int) odds.start();
    Svg svg =
        new Svg(
            frame.width(),
            bottom + 44 + legend.height(),
            "Latency distributions of " + Wording.count(arms.size(), "model", "models"),
            String.join("; ", arms.stream().map(LatencyPlot::words).toList()));
    grid(svg, bottom);
    arms.forEach(arm -> curve(svg, arm));
    arms.forEach(arm -> marks(svg, arm));
    legend.draw(svg, bottom + 44);
    return svg;
  }

  private void grid(Svg svg, int bottom) {
    for (double share : SHARES) {
      if (odds(share) <= odds.to() + 1e-9) {
        double y = odds.at(odds(share));
        boolean marked = MARKED.contains(share);
        svg.line(marked ? "floor" : "grid", LEFT, y, frame.width() - 14.0, y);
        svg.text(marked ? "end strong" : "soft end", LEFT - 8, y + 4, label(share, marked));
      }
    }
    for (double tick : time.fewTicks(frame.ticks())) {
      svg.line("grid", time.at(tick), TOP, time.at(tick), bottom);
      svg.label("soft", time.at(tick), bottom + 18, Numbers.quantity(tick, Unit.NANOSECOND));
    }
    String caption = "latency of a query, wall time, logarithmic";
    svg.text("soft mid", (LEFT + frame.width() - 14) / 2.0, bottom + 36, caption);
  }

  private static String label(double share, boolean marked) {
    String percent = Numbers.exact(Math.rint(share * 1e6) / 1e4);
    return marked ? "p" + percent : percent + " %";
  }

  private void curve(Svg svg, SoloObservations arm) {
    StringBuilder path = new StringBuilder();
    double last = odds(reach(arm.histogram()));
    for (int i = 0; i <= POINTS; i++) {
      double at = odds.from() + (last - odds.from()) * i / POINTS;
      path.append(i == 0 ? 'M' : 'L').append(Svg.at(time.at(value(arm.histogram(), share(at)))));
      path.append(' ').append(Svg.at(odds.at(at)));
    }
    svg.path(Series.of(run, arm.arm()).line(), path.toString());
  }

  private void marks(Svg svg, SoloObservations arm) {
    for (double share : MARKED) {
      if (share <= reach(arm.histogram())) {
        double x = time.at(value(arm.histogram(), share));
        Series.of(run, arm.arm()).mark(svg, x, odds.at(odds(share)), 4.5);
      }
    }
  }

  private static String words(SoloObservations arm) {
    StringBuilder words = new StringBuilder(Plain.line(arm.arm()));
    for (double share : MARKED) {
      words.append(' ').append(label(share, true)).append(' ');
      words.append(Numbers.quantity(value(arm.histogram(), share), Unit.NANOSECOND));
    }
    return words.toString();
  }
}

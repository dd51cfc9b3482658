package dev.touchstone.reports;

import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.scenarios.Unit;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** How the latencies of the arms are spread, one ridge for each arm over one logarithmic axis. */
final class LatencyPlot {

  private static final int WIDTH = 860;
  private static final int LEFT = 150;
  private static final int RIGHT = 620;
  private static final int RIDGE = 64;
  private static final int BINS = 180;

  /** A small Gaussian: the ridge should show the shape, not the bins. */
  private static final double[] KERNEL = {0.06, 0.24, 0.4, 0.24, 0.06};

  private LatencyPlot() {}

  /**
   * Draws the arms of one load pattern.
   *
   * @param arms at least one, each with at least one observation
   * @param colors for each of them its place among the run's arms
   */
  static Svg of(List<SoloObservations> arms, List<Integer> colors) {
    Axis axis = axis(arms);
    int bottom = RIDGE * arms.size() + 10;
    Svg svg = new Svg(WIDTH, bottom + 40, "Latency distributions of " + arms.size() + " arms");
    for (double tick : axis.ticks(6)) {
      svg.line("grid", axis.at(tick), 4, axis.at(tick), bottom);
      svg.text("soft mid", axis.at(tick), bottom + 16, Numbers.quantity(tick, Unit.NANOSECOND));
    }
    svg.text("soft mid", (LEFT + RIGHT) / 2.0, bottom + 34, "latency of a query, wall time");
    for (int i = 0; i < arms.size(); i++) {
      ridge(svg, arms.get(i), colors.get(i), axis, RIDGE * (i + 1) + 4.0);
    }
    return svg;
  }

  private static Axis axis(List<SoloObservations> arms) {
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (SoloObservations arm : arms) {
      low = Math.min(low, (double) arm.histogram().getValueAtPercentile(0.1));
      high = Math.max(high, (double) arm.histogram().getValueAtPercentile(99.5));
    }
    double from = Math.max(1, low * 0.92);
    return new Axis(from, Math.max(high * 1.08, from * 1.2), LEFT, RIGHT, true);
  }

  private static void ridge(Svg svg, SoloObservations arm, int color, Axis axis, double base) {
    double[] density = density(arm.histogram(), axis);
    double top = 0;
    for (double d : density) {
      top = Math.max(top, d);
    }
    StringBuilder path = new StringBuilder("M" + LEFT + " " + Svg.at(base));
    for (int i = 0; i < BINS; i++) {
      double x = LEFT + (i + 0.5) * (RIGHT - LEFT) / BINS;
      double y = base - (top == 0 ? 0 : density[i] / top * (RIDGE - 16));
      path.append('L').append(Svg.at(x)).append(' ').append(Svg.at(y));
    }
    path.append('L').append(RIGHT).append(' ').append(Svg.at(base)).append('Z');
    svg.path("area edge a" + Math.min(4, color), path.toString());
    svg.line("axis", LEFT, base, RIGHT, base);
    svg.text("", 4, base - 18, Plain.shorten(Plain.line(arm.arm()), 20));
    svg.text(
        "soft", 4, base - 3, Wording.count(arm.histogram().getTotalCount(), "query", "queries"));
    StringBuilder legend = new StringBuilder();
    for (double percentile : new double[] {50, 95, 99}) {
      double value = (double) arm.histogram().getValueAtPercentile(percentile);
      svg.line("mark", axis.at(value), base - (percentile == 50 ? 22 : 12), axis.at(value), base);
      legend.append(legend.isEmpty() ? "" : " · ").append('p').append(Numbers.exact(percentile));
      legend.append(' ').append(Numbers.quantity(value, Unit.NANOSECOND));
    }
    svg.text("end", WIDTH - 4, base - 18, legend.toString());
    svg.text(
        "soft end",
        WIDTH - 4,
        base - 3,
        "max " + Numbers.quantity((double) arm.histogram().getMaxValue(), Unit.NANOSECOND));
  }

  private static double[] density(Histogram histogram, Axis axis) {
    double[] counts = new double[BINS];
    for (HistogramIterationValue step : histogram.recordedValues()) {
      double value = step.getValueIteratedTo();
      if (value >= axis.from() && value <= axis.to()) {
        double share = (axis.at(value) - LEFT) / (RIGHT - LEFT);
        counts[Math.min(BINS - 1, (int) (share * BINS))] += step.getCountAtValueIteratedTo();
      }
    }
    double[] smooth = new double[BINS];
    for (int i = 0; i < BINS; i++) {
      for (int k = 0; k < KERNEL.length; k++) {
        int from = i + k - KERNEL.length / 2;
        smooth[i] += from < 0 || from >= BINS ? 0 : KERNEL[k] * counts[from];
      }
    }
    return smooth;
  }
}

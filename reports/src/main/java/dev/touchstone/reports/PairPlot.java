package dev.touchstone.reports;

import dev.touchstone.baselines.Comparison;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.statistics.Look;
import dev.touchstone.baselines.statistics.Looks;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What each fork pair says by itself: the median over its rounds of the ratio of the two arms'
 * median latencies, less 1. One point that stands apart is a disturbed pair; a cloud that stands
 * apart from zero is a difference. Level lines show what the requirements decide by, upright ones
 * where the looks were and where the answer fell.
 */
final class PairPlot {

  private static final int LEFT = 62;
  private static final int TOP = 18;
  private static final int BOTTOM = 210;

  private final Comparison latency;
  private final List<ForkPair> pairs;
  private final List<Finding> judged;
  private final Frame frame;
  private final double[] changes;
  private final List<Line> lines;
  private final Axis change;
  private final Axis across;

  /** A change that a requirement decides by. */
  private record Line(String type, double value, String label) {}

  private PairPlot(Comparison latency, List<ForkPair> pairs, List<Finding> judged, Frame frame) {
    this.latency = latency;
    this.pairs = pairs;
    this.judged = judged;
    this.frame = frame;
    this.changes = latency.evidence().stream().mapToDouble(Math::expm1).toArray();
    this.lines = lines(judged);
    this.change = change();
    double right = frame.width() - 14.0;
    this.across = new Axis(-0.5, Math.max(1, pairs.size() - 0.5), LEFT, right, false);
  }

  /**
   * Draws the evidence of one comparison.
   *
   * @param latency compared by {@code latency.p50}
   * @param pairs that the evidence comes from, in its order
   * @param judged the findings on this comparison, whose limits are drawn
   */
  static Svg of(Comparison latency, List<ForkPair> pairs, List<Finding> judged, Frame frame) {
    return new PairPlot(latency, pairs, judged, frame).draw();
  }

  private static List<Line> lines(List<Finding> judged) {
    List<Line> lines = new ArrayList<>();
    for (Finding finding : judged) {
      if (finding.requirement().rule() instanceof Rule.Against against) {
        lines.add(new Line("allow", against.allow().size(), "allow " + against.allow()));
        lines.add(new Line("catch", against.catches().size(), "catch " + against.catches()));
      } else if (finding.requirement().rule() instanceof Rule.GainAtLeast gain) {
        lines.add(new Line("catch", -gain.atLeast().size(), "gain " + gain.atLeast()));
      }
    }
    return lines;
  }

  private Axis change() {
    double[] all =
        DoubleStream.concat(
                DoubleStream.concat(Arrays.stream(changes), DoubleStream.of(0)),
                lines.stream().mapToDouble(Line::value))
            .toArray();
    double low = Arrays.stream(all).min().orElse(0);
    double high = Arrays.stream(all).max().orElse(0);
    double air = Math.max(0.002, (high - low) * 0.12);
    return new Axis(low - air, high + air, BOTTOM, TOP, false);
  }

  private Svg draw() {
    Svg svg = new Svg(frame.width(), BOTTOM + 42, title(), words(latency));
    levels(svg);
    band(svg);
    uprights(svg);
    for (int i = 0; i < changes.length; i++) {
      svg.circle("point", across.at(i), change.at(changes[i]), frame == Frame.WIDE ? 3.5 : 2.8);
    }
    numbers(svg);
    return svg;
  }

  private String title() {
    return "Change of the median latency of "
        + Plain.line(latency.candidate())
        + " against "
        + Plain.line(latency.baseline())
        + " in "
        + Wording.count(pairs.size(), "pair", "pairs");
  }

  /** The estimate over all pairs and its bounds. */
  static String words(Comparison latency) {
    Interval interval = latency.interval();
    return "Over all pairs "
        + Numbers.signed(latency.estimate(), Loss.Scale.RELATIVE)
        + ", between "
        + Numbers.signed(interval.lower(), Loss.Scale.RELATIVE)
        + " and "
        + Numbers.signed(interval.upper(), Loss.Scale.RELATIVE);
  }

  private void levels(Svg svg) {
    for (double tick : change.ticks(5)) {
      svg.line(tick == 0 ? "zero" : "grid", LEFT, change.at(tick), right(), change.at(tick));
      svg.text("soft end", LEFT - 6, change.at(tick) + 4, label(tick));
    }
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      double y = change.at(line.value());
      svg.line(line.type(), LEFT, y, right(), y);
      boolean below = line.type().equals("allow");
      svg.text("end", right() - 4 - (i % 2) * 2, below ? y + 14 : y - 5, line.label());
    }
  }

  private double right() {
    return across.end();
  }

  private void band(Svg svg) {
    Interval interval = latency.interval();
    if (Double.isFinite(interval.lower()) && Double.isFinite(interval.upper())) {
      double top = change.at(interval.upper());
      double height = Math.max(1, change.at(interval.lower()) - top);
      svg.rect("band", LEFT, top, right() - LEFT, height);
    }
    double y = change.at(latency.estimate());
    svg.line("mark", LEFT, y, right(), y);
    String text = "estimate " + Numbers.signed(latency.estimate(), Loss.Scale.RELATIVE);
    svg.text("strong", LEFT + 6, y - 7, text);
  }

  private void uprights(Svg svg) {
    for (Look look : Looks.FORK_PAIRS.list()) {
      if (look.n() <= changes.length) {
        double x = across.at(look.n() - 0.5);
        svg.line("grid", x, TOP, x, BOTTOM);
        svg.text(x > right() - 16 ? "soft end" : "soft mid", x, TOP - 5, "look");
      }
    }
    for (Finding finding : judged) {
      boolean answered = finding.outcome() == Outcome.PASS || finding.outcome() == Outcome.FAIL;
      if (answered && finding.n() <= changes.length) {
        double x = across.at(finding.n() - 0.5);
        svg.line("mark", x, TOP, x, BOTTOM);
        svg.text("end strong", x - 5, BOTTOM - 6, "answer");
      }
    }
  }

  private void numbers(Svg svg) {
    int step = changes.length <= 24 && frame == Frame.WIDE ? 1 : 5;
    for (int i = 0; i < changes.length; i++) {
      if (step == 1 || pairs.get(i).index() % step == step - 1) {
        String number = Integer.toString(pairs.get(i).index() + 1);
        svg.label("soft", across.at(i), BOTTOM + 17, number);
      }
    }
    svg.text("soft mid", (LEFT + right()) / 2, BOTTOM + 35, "fork pair; above zero is slower");
  }

  private static String label(double fraction) {
    String digits = Numbers.exact(Math.rint(Math.abs(fraction) * 1e6) / 1e4);
    return (fraction > 0 ? "+" : fraction < 0 ? "−" : "") + digits + " %";
  }
}

package dev.touchstone.reports;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Interval;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Rule;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Intervals of the loss of one requirement, one below the other, against allow and catch. */
final class ForestPlot {

  private static final int WIDTH = 860;
  private static final int LEFT = 200;
  private static final int RIGHT = 640;
  private static final int TOP = 30;
  private static final int ROW = 24;

  private ForestPlot() {}

  /** A vertical line that an interval is judged by. */
  private record Mark(String type, double value, String label) {}

  /**
   * Draws findings that belong to one requirement.
   *
   * @return empty if none of them has an interval
   */
  static Optional<Svg> of(List<Finding> findings) {
    if (findings.stream().allMatch(f -> f.loss().isEmpty())) {
      return Optional.empty();
    }
    Finding first = findings.get(0);
    List<Mark> marks = marks(first.requirement().rule());
    Axis axis = axis(findings, marks, LEFT, RIGHT);
    int bottom = TOP + ROW * findings.size() + 4;
    Svg svg = new Svg(WIDTH, bottom + 40, "Intervals of " + Wording.subject(first.requirement()));
    frame(svg, first, axis, marks, bottom);
    for (int i = 0; i < findings.size(); i++) {
      row(svg, findings.get(i), axis, TOP + ROW * i + ROW / 2.0);
    }
    return Optional.of(svg);
  }

  private static void frame(Svg svg, Finding first, Axis axis, List<Mark> marks, int bottom) {
    Optional<Loss.Scale> scale = Wording.scale(first.requirement().rule());
    for (double tick : axis.ticks(6)) {
      svg.line("grid", axis.at(tick), TOP, axis.at(tick), bottom);
      svg.text("soft mid", axis.at(tick), bottom + 16, tick(first, tick));
    }
    String caption =
        scale.isPresent()
            ? "loss; to the right is worse"
            : first.requirement().metric().key() + ", interval of the value";
    svg.text("soft mid", (LEFT + RIGHT) / 2.0, bottom + 34, caption);
    if (scale.isPresent() && axis.from() <= 0) {
      svg.line("zero", axis.at(0), TOP, axis.at(0), bottom);
    }
    for (int i = 0; i < marks.size(); i++) {
      Mark mark = marks.get(i);
      double x = axis.at(mark.value());
      boolean left = i == 0 && marks.size() > 1;
      svg.line(mark.type(), x, TOP - 6, x, bottom);
      svg.text(left ? "soft end" : "soft", x + (left ? 4 : -4), TOP - 12, mark.label());
    }
  }

  private static String tick(Finding finding, double tick) {
    return Wording.scale(finding.requirement().rule())
        .map(s -> signedTick(tick) + " " + s.symbol())
        .orElseGet(() -> Numbers.quantity(tick, finding.requirement().metric().unit()));
  }

  private static String signedTick(double fraction) {
    String digits = Numbers.exact(Math.rint(Math.abs(fraction) * 1e6) / 1e4);
    return (fraction > 0 ? "+" : fraction < 0 ? "−" : "") + digits;
  }

  private static void row(Svg svg, Finding finding, Axis axis, double y) {
    String name = finding.slice().isEmpty() ? "all" : FindingGroup.sliceName(finding);
    String mark = Wording.mark(finding.outcome()) + " ";
    svg.text("", 4, y + 4, mark + Plain.shorten(name, 24));
    interval(svg, finding, axis, y);
    svg.text("soft end", WIDTH - 4, y + 4, Wording.evidence(finding));
  }

  private static void interval(Svg svg, Finding finding, Axis axis, double y) {
    Optional<Interval> loss = finding.loss();
    if (loss.isEmpty()) {
      svg.text("soft", LEFT, y + 4, "not measured");
      return;
    }
    double from = axis.at(loss.get().lower());
    double to = axis.at(loss.get().upper());
    svg.line("interval", from, y, to, y);
    svg.line("interval", from, y - 4, from, y + 4);
    svg.line("interval", to, y - 4, to, y + 4);
    finding.estimate().ifPresent(e -> svg.circle("point", axis.at(e), y, 4));
  }

  /** One interval with its limits, small enough for a row of a table. */
  static String mini(Finding finding) {
    if (finding.loss().isEmpty()) {
      return "";
    }
    List<Mark> marks = marks(finding.requirement().rule());
    Axis axis = axis(List.of(finding), marks, 4, 156);
    Svg svg =
        new Svg(
            160,
            22,
            Wording.evidence(finding) + ", limit " + Wording.limit(finding.requirement().rule()));
    if (Wording.scale(finding.requirement().rule()).isPresent()) {
      svg.line("zero", axis.at(0), 4, axis.at(0), 18);
    }
    marks.forEach(m -> svg.line(m.type(), axis.at(m.value()), 1, axis.at(m.value()), 21));
    interval(svg, finding, axis, 11);
    return svg.inline();
  }

  private static List<Mark> marks(Rule rule) {
    if (rule instanceof Rule.Against against) {
      return List.of(
          new Mark("allow", against.allow().size(), "allow " + against.allow()),
          new Mark("catch", against.catches().size(), "catch " + against.catches()));
    }
    if (rule instanceof Rule.GainAtLeast gain) {
      return List.of(new Mark("catch", -gain.atLeast().size(), "gain " + gain.atLeast()));
    }
    double limit =
        rule instanceof Rule.AtMost most
            ? most.limit().value()
            : ((Rule.AtLeast) rule).limit().value();
    return List.of(new Mark("catch", limit, Wording.limit(rule)));
  }

  /** Wide enough for every interval and every limit, with a little air. */
  private static Axis axis(List<Finding> findings, List<Mark> marks, int start, int end) {
    Metric metric = findings.get(0).requirement().metric();
    boolean relative = Wording.scale(findings.get(0).requirement().rule()).isPresent();
    double[] values =
        DoubleStream.concat(
                marks.stream().mapToDouble(Mark::value),
                findings.stream()
                    .flatMap(f -> Stream.concat(f.loss().stream(), Stream.empty()))
                    .flatMapToDouble(i -> DoubleStream.of(i.lower(), i.upper())))
            .filter(Double::isFinite)
            .toArray();
    double low = DoubleStream.of(values).min().orElse(0);
    double high = DoubleStream.of(values).max().orElse(1);
    if (relative) {
      low = Math.min(low, 0);
      high = Math.max(high, 0);
    }
    double air = Math.max((high - low) * 0.06, Math.max(Math.abs(high) * 1e-6, 1e-9));
    double floor =
        relative || metric.unit() == dev.touchstone.scenarios.Unit.NUMBER
            ? low - air
            : Math.max(0, low - air);
    return new Axis(floor, high + air, start, end, false);
  }
}

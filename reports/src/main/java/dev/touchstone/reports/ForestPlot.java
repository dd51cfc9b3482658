package dev.touchstone.reports;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Interval;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Rule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Intervals of the loss of one requirement, one below the other, against allow and catch. */
final class ForestPlot {

  private static final int TOP = 30;
  private static final int ROW = 24;

  private final Frame frame;
  private final List<Finding> findings;
  private final List<Mark> marks;
  private final Axis axis;
  private final int row;
  private final int bottom;

  private ForestPlot(List<Finding> findings, Frame frame) {
    this.frame = frame;
    this.findings = findings;
    this.marks = marks(findings.get(0).requirement().rule());
    boolean wide = frame == Frame.WIDE;
    this.axis = axis(findings, marks, frame.left(), wide ? frame.right() - 10 : frame.right());
    this.row = ROW + frame.headroom();
    this.bottom = TOP + row * findings.size() + 4;
  }

  /** A vertical line that an interval is judged by. */
  private record Mark(String type, double value, String label) {}

  /**
   * Draws findings that belong to one requirement.
   *
   * @return empty if none of them has an interval
   */
  static Optional<Svg> of(List<Finding> findings, Frame frame) {
    return findings.stream().allMatch(f -> f.loss().isEmpty())
        ? Optional.empty()
        : Optional.of(new ForestPlot(findings, frame).draw());
  }

  private Svg draw() {
    Finding first = findings.get(0);
    Svg svg =
        new Svg(
            frame.width(),
            bottom + 40,
            "Intervals of " + Wording.subject(first.requirement()),
            "limit " + Wording.limit(first.requirement().rule()) + "; " + words());
    frame(svg, first);
    for (int i = 0; i < findings.size(); i++) {
      row(svg, findings.get(i), TOP + row * i);
    }
    return svg;
  }

  private String words() {
    return findings.stream()
        .map(f -> name(f) + " " + f.outcome() + " " + Wording.evidence(f))
        .collect(Collectors.joining("; "));
  }

  private static String name(Finding finding) {
    return finding.slice().isEmpty() ? "all" : FindingGroup.sliceName(finding);
  }

  private void frame(Svg svg, Finding first) {
    Optional<Loss.Scale> scale = Wording.scale(first.requirement().rule());
    for (double tick : axis.fewTicks(frame.ticks())) {
      svg.line("grid", axis.at(tick), TOP, axis.at(tick), bottom);
      svg.label("soft", axis.at(tick), bottom + 16, tick(first, tick));
    }
    String caption =
        scale.isPresent()
            ? "loss; to the right is worse"
            : first.requirement().metric().key() + ", interval of the value";
    svg.text("soft mid", (axis.start() + axis.end()) / 2.0, bottom + 34, caption);
    if (scale.isPresent() && axis.from() <= 0) {
      svg.line("zero", axis.at(0), TOP, axis.at(0), bottom);
    }
    for (int i = 0; i < marks.size(); i++) {
      mark(svg, marks.get(i), i == 0 && marks.size() > 1);
    }
  }

  private void mark(Svg svg, Mark mark, boolean left) {
    double x = axis.at(mark.value());
    svg.line(mark.type(), x, TOP - 6, x, bottom);
    boolean end = (left && x > axis.start() + 70) || x > frame.width() - 90;
    svg.text(end ? "soft end" : "soft", x + (end ? 4 : -4), TOP - 12, mark.label());
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

  private void row(Svg svg, Finding finding, int top) {
    double label = top + (frame == Frame.WIDE ? 16 : 12);
    svg.text("", 4, label, Wording.mark(finding.outcome()) + " " + frame.name(name(finding)));
    svg.text("soft end", frame.width() - 4.0, label, Wording.evidence(finding));
    interval(svg, finding, axis, top + frame.headroom() + ROW / 2.0);
  }

  private static void interval(Svg svg, Finding finding, Axis axis, double y) {
    Optional<Interval> loss = finding.loss();
    if (loss.isEmpty()) {
      svg.text("soft", axis.start(), y + 4, "not measured");
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
  private static Axis axis(List<Finding> findings, List<Mark> marks, double start, double end) {
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

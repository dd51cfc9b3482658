package dev.touchstone.reports;

import dev.touchstone.scenarios.Direction;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Unit;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What a model costs against what it is worth, one mark for each arm, with the front drawn. */
final class FrontPlot {

  private static final int LEFT = 72;
  private static final int TOP = 14;
  private static final int BOTTOM = 236;

  private final Front front;
  private final Frame frame;
  private final List<Series> series;
  private final Axis cost;
  private final Axis worth;
  private final Legend legend;

  private FrontPlot(Front front, List<Series> series, Frame frame) {
    this.front = front;
    this.frame = frame;
    this.series = series;
    this.cost = axis(front.points(), Front.Point::x, front.cost(), LEFT, frame.width() - 20.0);
    boolean up = front.worth().direction() == Direction.HIGHER_IS_BETTER;
    this.worth =
        axis(front.points(), Front.Point::y, front.worth(), up ? BOTTOM : TOP, up ? TOP : BOTTOM);
    this.legend =
        new Legend(
            IntStream.range(0, series.size())
                .mapToObj(i -> new Legend.Entry(series.get(i), front.points().get(i).arm()))
                .toList(),
            frame);
  }

  /**
   * Draws a front.
   *
   * @param series how each of its points looks
   */
  static Svg of(Front front, List<Series> series, Frame frame) {
    return new FrontPlot(front, series, frame).draw();
  }

  private static Axis axis(
      List<Front.Point> points,
      ToDoubleFunction<Front.Point> value,
      Metric metric,
      double start,
      double end) {
    double low = points.stream().mapToDouble(value).min().orElse(0);
    double high = points.stream().mapToDouble(value).max().orElse(1);
    double least = metric.unit() == Unit.FRACTION ? 0.002 : Math.abs(high) * 0.02 + 1e-9;
    double air = Math.max(least, (high - low) * 0.12);
    if (low > 0 && high / low > 8) {
      return new Axis(low / 1.25, high * 1.25, start, end, true);
    }
    double floor = low >= 0 ? Math.max(0, low - air) : low - air;
    return new Axis(floor, high + air, start, end, false);
  }

  private Svg draw() {
    String title = name(front.worth()) + " against " + name(front.cost());
    Svg svg = new Svg(frame.width(), BOTTOM + 44 + legend.height(), title, front.words());
    for (double tick : worth.fewTicks(5, front.worth().unit())) {
      svg.line("grid", LEFT, worth.at(tick), frame.width() - 20.0, worth.at(tick));
      svg.text("soft end", LEFT - 6, worth.at(tick) + 4, tick(tick, front.worth()));
    }
    for (double tick : cost.fewTicks(frame.ticks(), front.cost().unit())) {
      svg.line("grid", cost.at(tick), TOP, cost.at(tick), BOTTOM);
      svg.label("soft", cost.at(tick), BOTTOM + 17, tick(tick, front.cost()));
    }
    String caption = name(front.cost()) + "; to the upper left is better";
    svg.text("soft mid", (LEFT + frame.width() - 20) / 2.0, BOTTOM + 35, caption);
    stairs(svg);
    points(svg);
    legend.draw(svg, BOTTOM + 44);
    return svg;
  }

  private static String name(Metric metric) {
    return metric.key();
  }

  private static String tick(double value, Metric metric) {
    return metric.unit() == Unit.FRACTION
        ? Numbers.exact(Math.rint(value * 1e6) / 1e4) + " %"
        : Numbers.quantity(value, metric.unit());
  }

  /** From each member level to the next one's cost, then up to it: what lies below is dominated. */
  private void stairs(Svg svg) {
    StringBuilder path = new StringBuilder();
    List<Front.Point> members = front.members();
    for (int i = 0; i < members.size(); i++) {
      double x = cost.at(members.get(i).x());
      double y = worth.at(members.get(i).y());
      path.append(i == 0 ? "M" + Svg.at(x) + " " + BOTTOM + "V" : "H" + Svg.at(x) + "V");
      path.append(Svg.at(y));
    }
    svg.path("front", path.append('H').append(frame.width() - 20).toString());
  }

  private void points(Svg svg) {
    List<Front.Point> members = front.members();
    for (int i = 0; i < series.size(); i++) {
      Front.Point point = front.points().get(i);
      double x = cost.at(point.x());
      double y = worth.at(point.y());
      series.get(i).mark(svg, x, y, members.contains(point) ? 6.5 : 4.5);
    }
    if (frame == Frame.WIDE) {
      names(svg);
    }
  }

  /** Beside its mark, or above the last name where that would run into it. */
  private void names(Svg svg) {
    List<Front.Point> downwards =
        front.points().stream().sorted(Comparator.comparingDouble(p -> worth.at(p.y()))).toList();
    double last = Double.NEGATIVE_INFINITY;
    for (Front.Point point : downwards) {
      double x = cost.at(point.x());
      boolean dominated = front.rival(point).isPresent();
      double y = Math.max(worth.at(point.y()) + (dominated ? 4 : -9), last + 14);
      boolean left = x > frame.width() - 220.0;
      String name = frame.name(point.arm()) + (dominated ? " (dominated)" : "");
      svg.text(left ? "end" : "", left ? x - 11 : x + 11, y, name);
      last = y;
    }
  }
}

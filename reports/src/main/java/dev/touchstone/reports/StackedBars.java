package dev.touchstone.reports;

import dev.touchstone.scenarios.Unit;
import java.util.List;

/** Wholes made of parts, one bar for each arm. */
final class StackedBars {

  private static final int WIDTH = 860;
  private static final int LEFT = 150;
  private static final int RIGHT = 740;
  private static final int ROW = 34;
  private static final int TOP = 28;

  private StackedBars() {}

  /**
   * One bar.
   *
   * @param color place of the arm among the run's arms
   * @param parts in the order of the legend, none negative
   */
  record Bar(String name, int color, List<Double> parts) {

    Bar {
      parts = List.copyOf(parts);
    }

    double whole() {
      return parts.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /** Draws the bars to one scale from zero. */
  static Svg of(String title, List<String> legend, Unit unit, List<Bar> bars) {
    double longest = bars.stream().mapToDouble(Bar::whole).max().orElse(0);
    Axis axis = new Axis(0, Math.max(longest, 1), LEFT, RIGHT, false);
    Svg svg = new Svg(WIDTH, TOP + ROW * bars.size() + 4, title);
    double x = LEFT;
    for (int i = 0; i < legend.size(); i++) {
      svg.rect("a0 edge s" + i % 4, x, 4, 12, 12).text("soft", x + 17, 14, legend.get(i));
      x += 40 + 7.0 * legend.get(i).length();
    }
    for (int i = 0; i < bars.size(); i++) {
      bar(svg, bars.get(i), unit, axis, TOP + ROW * i);
    }
    return svg;
  }

  private static void bar(Svg svg, Bar bar, Unit unit, Axis axis, double y) {
    svg.text("", 4, y + 18, Plain.shorten(Plain.line(bar.name()), 20));
    double sum = 0;
    for (int i = 0; i < bar.parts().size(); i++) {
      double from = axis.at(sum);
      sum += bar.parts().get(i);
      double width = axis.at(sum) - from;
      svg.rect("edge a" + Math.min(4, bar.color()) + " s" + i % 4, from, y + 2, width, ROW - 10);
      String label = Numbers.quantity(bar.parts().get(i), unit);
      if (width > 8.0 * label.length()) {
        svg.text("mid", from + width / 2, y + 18, label);
      }
    }
    svg.text("end", WIDTH - 4, y + 18, Numbers.quantity(bar.whole(), unit));
  }
}

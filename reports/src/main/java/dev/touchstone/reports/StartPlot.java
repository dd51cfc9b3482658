package dev.touchstone.reports;

import dev.touchstone.scenarios.Unit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A waterfall of the cold start: part after part, each on a line of its own. */
final class StartPlot {

  /** The parts in the order in which they follow each other. */
  static final List<String> PARTS = List.of("JVM", "runtime", "session", "first inference");

  private static final List<String> AREAS = List.of("a1", "a5", "a3", "a4");
  private static final int STEP = 9;
  private static final int ROW = 4 * STEP + 14;

  private final List<Start> starts;
  private final Frame frame;
  private final Axis axis;
  private final int top;

  private StartPlot(List<Start> starts, Frame frame) {
    this.starts = starts;
    this.frame = frame;
    double longest = starts.stream().mapToDouble(Start::whole).max().orElse(1);
    this.axis = new Axis(0, Math.max(1, longest * 1.02), frame.left(), frame.right(), false);
    this.top = frame == Frame.WIDE ? 28 : 48;
  }

  /**
   * The start of one arm.
   *
   * @param parts in nanoseconds, in the order of {@link #PARTS}, none negative
   */
  record Start(String arm, List<Double> parts) {

    Start {
      parts = List.copyOf(parts);
    }

    double whole() {
      return parts.stream().mapToDouble(Double::doubleValue).sum();
    }

    String words() {
      return Plain.line(arm)
          + " "
          + time(whole())
          + IntStream.range(0, parts.size())
              .mapToObj(i -> PARTS.get(i) + " " + time(parts.get(i)))
              .collect(Collectors.joining(", ", " (", ")"));
    }
  }

  static String time(double nanos) {
    return Numbers.quantity(nanos, Unit.NANOSECOND);
  }

  /** Draws the starts, at least one, to one scale from zero. */
  static Svg of(List<Start> starts, Frame frame) {
    return new StartPlot(starts, frame).draw();
  }

  private Svg draw() {
    int row = ROW + frame.headroom();
    int bottom = top + row * starts.size();
    String words = starts.stream().map(Start::words).collect(Collectors.joining("; "));
    Svg svg = new Svg(frame.width(), bottom + 24, "Parts of the cold start", words);
    legend(svg);
    for (double tick : axis.fewTicks(frame.ticks())) {
      svg.line("grid", axis.at(tick), top, axis.at(tick), bottom);
      svg.label("soft", axis.at(tick), bottom + 17, time(tick));
    }
    for (int i = 0; i < starts.size(); i++) {
      start(svg, starts.get(i), top + (double) row * i);
    }
    return svg;
  }

  private void legend(Svg svg) {
    int columns = frame == Frame.WIDE ? 4 : 2;
    for (int i = 0; i < PARTS.size(); i++) {
      double x = 4 + (i % columns) * 150.0;
      double y = 4 + (double) (i / columns * 20);
      svg.rect(AREAS.get(i), x, y, 12, 12).text("soft", x + 18, y + 10, PARTS.get(i));
    }
  }

  private void start(Svg svg, Start start, double y) {
    boolean wide = frame == Frame.WIDE;
    double line = wide ? y + ROW / 2.0 + 4 : y + 16;
    svg.text("", 4, line, frame.name(start.arm()));
    svg.text("end", frame.width() - 4.0, line, time(start.whole()));
    double sum = 0;
    double below = y + frame.headroom() + 6;
    for (int i = 0; i < start.parts().size(); i++) {
      double from = axis.at(sum);
      sum += start.parts().get(i);
      double width = Math.max(1, axis.at(sum) - from);
      svg.rect(AREAS.get(i), from, below + i * STEP, width, STEP - 1.0);
    }
  }
}

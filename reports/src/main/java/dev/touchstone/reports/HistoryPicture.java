package dev.touchstone.reports;

import dev.touchstone.baselines.history.Change;
import dev.touchstone.baselines.history.Drift;
import dev.touchstone.baselines.history.History;
import dev.touchstone.baselines.history.Night;
import dev.touchstone.baselines.history.Series;
import java.util.Arrays;
import java.util.List;

/**
 * A history as a picture: a dot a night, a line for each level, the changes with their size, the
 * limits of the cumulative gate, and along the bottom a mark where the circumstances changed.
 */
final class HistoryPicture {

  private static final int WIDTH = 860;
  private static final int LEFT = 74;
  private static final int RIGHT = 770;
  private static final int TOP = 44;
  private static final int BOTTOM = 300;
  private static final double LEAST_REACH = 0.01;

  private final History history;
  private final Series series;
  private final Axis across;
  private final Axis up;

  private HistoryPicture(History history) {
    this.history = history;
    this.series = history.series();
    double[] values = shown();
    double low = Arrays.stream(values).min().orElse(0);
    double high = Math.max(Arrays.stream(values).max().orElse(0), low + LEAST_REACH);
    double margin = 0.08 * (high - low);
    this.across = new Axis(-1, Math.max(1, values.length), LEFT, RIGHT, false);
    this.up = new Axis(low - margin, high + margin, BOTTOM, TOP, false);
  }

  /** Draws a history; a frame alone if no night tells anything. */
  static Svg of(History history) {
    return new HistoryPicture(history).draw();
  }

  private double[] shown() {
    return series.nights().stream()
        .mapToDouble(night -> HistoryTable.ratio(night.value(), series))
        .toArray();
  }

  private Svg draw() {
    String title = series.subject() + ": " + series.metric() + " against the reference";
    Svg svg = new Svg(WIDTH, BOTTOM + 44, title);
    svg.text("", LEFT, 20, title);
    for (double tick : up.ticks(6)) {
      svg.line("grid", LEFT, up.at(tick), RIGHT, up.at(tick));
      svg.text("soft end", LEFT - 8, up.at(tick) + 4, Numbers.signed(tick, series.scale()));
    }
    history.drift().ifPresent(drift -> limits(svg, drift));
    levels(svg);
    double[] values = shown();
    for (int i = 0; i < values.length; i++) {
      svg.circle(isBeyond(i) ? "a2" : "a1", across.at(i), up.at(values[i]), 2.5);
      if (!history.marks(i).isEmpty()) {
        svg.line("mark", across.at(i), BOTTOM, across.at(i), BOTTOM + 6);
      }
    }
    dates(svg);
    return svg;
  }

  /** Whether a night belongs to a level that began with an open change. */
  private boolean isBeyond(int night) {
    return history.changes().stream()
        .filter(change -> change.night() <= night)
        .reduce((older, newer) -> newer)
        .filter(change -> change.standing() == Change.Standing.OPEN)
        .isPresent();
  }

  /** What is allowed and what must be found, above where the level was accepted. */
  private void limits(Svg svg, Drift drift) {
    int to = drift.from() + Drift.NIGHTS;
    double base =
        series.nights().subList(drift.from(), to).stream()
            .mapToDouble(Night::value)
            .average()
            .orElseThrow();
    limit(svg, "allow", base + Drift.ALLOW, drift.from());
    limit(svg, "catch", base + Drift.CATCH, drift.from());
  }

  private void limit(Svg svg, String name, double value, int from) {
    double shown = HistoryTable.ratio(value, series);
    if (shown <= up.to()) {
      svg.line(name, across.at(from), up.at(shown), RIGHT, up.at(shown));
      svg.text("soft", RIGHT + 6, up.at(shown) + 4, name);
    }
  }

  private void levels(Svg svg) {
    List<Change> changes = history.changes();
    int n = series.nights().size();
    if (n == 0) {
      return;
    }
    double first = changes.isEmpty() ? history.level().orElse(0.0) : changes.get(0).before();
    level(svg, 0, changes.isEmpty() ? n : changes.get(0).night(), first);
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      int end = i + 1 < changes.size() ? changes.get(i + 1).night() : n;
      level(svg, change.night(), end, change.after());
      double x = across.at(change.night() - 0.5);
      svg.line("axis", x, TOP, x, BOTTOM);
      double shift = HistoryTable.ratio(change.shift(), series);
      svg.text("mid", x, TOP - 6, Numbers.signed(shift, series.scale()));
    }
  }

  private void level(Svg svg, int from, int to, double value) {
    double y = up.at(HistoryTable.ratio(value, series));
    svg.line("interval", across.at(from - 0.5), y, across.at(to - 0.5), y);
  }

  private void dates(Svg svg) {
    List<Night> nights = series.nights();
    if (nights.isEmpty()) {
      return;
    }
    int last = nights.size() - 1;
    svg.text("soft", LEFT, BOTTOM + 24, HistoryTable.date(nights.get(0).when()));
    svg.text("soft end", RIGHT, BOTTOM + 24, HistoryTable.date(nights.get(last).when()));
    if (nights.size() > 2) {
      String middle = HistoryTable.date(nights.get(last / 2).when());
      svg.text("soft mid", across.at(last / 2.0), BOTTOM + 24, middle);
    }
  }
}

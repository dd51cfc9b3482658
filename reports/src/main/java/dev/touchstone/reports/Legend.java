package dev.touchstone.reports;

import java.util.List;

/** The names of series in rows that break where the frame ends. */
final class Legend {

  private static final int ROW = 20;
  private static final int SWATCH = 34;
  private static final double LETTER = 6.8;

  private final List<Entry> entries;
  private final int width;

  /** A series and its name. */
  record Entry(Series series, String name) {}

  Legend(List<Entry> entries, Frame frame) {
    this.entries = entries.stream().map(e -> new Entry(e.series(), frame.name(e.name()))).toList();
    this.width = frame.width();
  }

  /** How much room it takes from top to bottom. */
  int height() {
    return walk((entry, x, y) -> {});
  }

  /** Draws it from the left, its first row around {@code top + 10}. */
  void draw(Svg svg, int top) {
    walk(
        (entry, x, y) -> {
          svg.line(entry.series().line(), x, top + y, x + 24, top + y);
          entry.series().mark(svg, x + 12, top + y, 4);
          svg.text("", x + SWATCH - 4.0, top + y + 4, entry.name());
        });
  }

  private interface Place {
    void put(Entry entry, double x, double y);
  }

  private int walk(Place place) {
    double x = 4;
    int y = 10;
    for (Entry entry : entries) {
      double needed = SWATCH + LETTER * Plain.width(entry.name()) + 14;
      if (x > 4 && x + needed > width) {
        x = 4;
        y += ROW;
      }
      place.put(entry, x, y);
      x += needed;
    }
    return y + ROW;
  }
}

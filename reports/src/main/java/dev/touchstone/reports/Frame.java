package dev.touchstone.reports;

/**
 * The place that a picture gets. Every picture of the page is drawn for both places, and the page's
 * style shows the one that fits: shrinking a wide picture to the width of a phone would shrink its
 * words with it.
 */
enum Frame {
  /** A screen or a sheet of paper: names stand to the left, figures to the right. */
  WIDE(860, 170, 660, "wide"),
  /** A phone that is held upright: names and figures stand above what they name. */
  NARROW(336, 8, 328, "narrow");

  private final int width;
  private final int left;
  private final int right;
  private final String style;

  Frame(int width, int left, int right, String style) {
    this.width = width;
    this.left = left;
    this.right = right;
    this.style = style;
  }

  /** The picture's width. */
  int width() {
    return width;
  }

  /** Where rows with a name begin. */
  int left() {
    return left;
  }

  /** Where rows with a name end. */
  int right() {
    return right;
  }

  /** The class by which the page's style knows it. */
  String style() {
    return style;
  }

  /** How much higher a row is because its name stands above it. */
  int headroom() {
    return this == WIDE ? 0 : 18;
  }

  /** How many marks an axis holds without its words touching each other. */
  int ticks() {
    return this == WIDE ? 6 : 3;
  }

  /** A name as long as there is room for it beside or above a row. */
  String name(String text) {
    return Plain.shorten(Plain.line(text), this == WIDE ? 23 : 26);
  }
}

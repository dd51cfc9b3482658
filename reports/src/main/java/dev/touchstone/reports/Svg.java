package dev.touchstone.reports;

import java.util.Locale;

/**
 * A picture in SVG. Colors come from classes, so that a page's style sheet rules them, by day and
 * by night; {@link #standalone} adds a style of its own for a picture that stands alone.
 */
final class Svg {

  private static final String STYLE =
      """
      <style>
      svg{background:#fff;color:#1f2430;font:12px system-ui,sans-serif;--card:#fff;--line:#c9ced8;\
      --soft:#565e6e;--a0:#5b6373;--a1:#0072b2;--a2:#d55e00;--a3:#009e73;--a4:#cc79a7;--a5:#e69f00;\
      --a6:#56b4e9;--a7:#1f2430;--warn:#9a5b00;--bad:#b42318}
      @media(prefers-color-scheme:dark){svg{background:#171b22;color:#e6e8ee;--card:#171b22;\
      --line:#3a4150;--soft:#a3abbd;--a0:#a3abbd;--a1:#56b4e9;--a2:#ef7d2d;--a3:#1fc294;--a4:#dc92bb;\
      --a5:#e69f00;--a6:#f0e442;--a7:#e6e8ee;--warn:#e6a35c;--bad:#f08a80}}
      """;

  /** The rules that a page and a picture that stands alone share. */
  static final String RULES =
      """
      svg text{fill:currentColor;font-size:12px;paint-order:stroke;stroke:var(--card);\
      stroke-width:3px;stroke-linejoin:round}
      svg .soft{fill:var(--soft)}svg .end{text-anchor:end}svg .mid{text-anchor:middle}
      svg .strong{font-weight:600}
      svg .axis,svg .grid{stroke:var(--line);stroke-width:1;fill:none}
      svg .zero{stroke:var(--soft);stroke-width:1}
      svg .allow{stroke:var(--warn);stroke-width:1.5;stroke-dasharray:5 3}
      svg .catch{stroke:var(--bad);stroke-width:2}
      svg .beyond{fill:var(--bad);opacity:.07}svg .band{fill:currentColor;opacity:.1}
      svg .interval{stroke:currentColor;stroke-width:2}svg .point{fill:currentColor}
      svg .mark{stroke:currentColor;stroke-width:1.5}svg .floor{stroke:currentColor;stroke-width:1.5;\
      stroke-dasharray:2 3}
      svg .a0{fill:var(--a0)}svg .a1{fill:var(--a1)}svg .a2{fill:var(--a2)}svg .a3{fill:var(--a3)}
      svg .a4{fill:var(--a4)}svg .a5{fill:var(--a5)}svg .a6{fill:var(--a6)}svg .a7{fill:var(--a7)}
      svg .l0{stroke:var(--a0)}svg .l1{stroke:var(--a1)}svg .l2{stroke:var(--a2)}\
      svg .l3{stroke:var(--a3)}
      svg .l4{stroke:var(--a4)}svg .l5{stroke:var(--a5)}svg .l6{stroke:var(--a6)}\
      svg .l7{stroke:var(--a7)}
      svg .curve{fill:none;stroke-width:2.25;stroke-linejoin:round}svg .d1{stroke-dasharray:7 3}
      svg .d2{stroke-dasharray:2.5 2.5}svg .front{fill:none;stroke:currentColor;stroke-width:1.25;\
      stroke-dasharray:3 3}
      svg .area{fill-opacity:.35}svg .faint{fill-opacity:.45}
      svg .edge{stroke:var(--card);stroke-width:1}
      """;

  private static final double HALF_LETTER = 3.8;

  private final int width;
  private final int height;
  private final String title;
  private final String description;
  private final StringBuilder body = new StringBuilder();

  /**
   * Starts a picture.
   *
   * @param title what it shows, for people who cannot see it
   */
  Svg(int width, int height, String title) {
    this(width, height, title, "");
  }

  /**
   * Starts a picture.
   *
   * @param title what it shows, for people who cannot see it
   * @param description what it says, in words; may be empty
   */
  Svg(int width, int height, String title, String description) {
    this.width = width;
    this.height = height;
    this.title = title;
    this.description = description;
  }

  Svg line(String type, double x1, double y1, double x2, double y2) {
    return add(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
        type, at(x1), at(y1), at(x2), at(y2));
  }

  Svg rect(String type, double x, double y, double w, double h) {
    return add(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>",
        type, at(x), at(y), at(Math.max(0, w)), at(h));
  }

  Svg circle(String type, double x, double y, double radius) {
    return add(
        "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>", type, at(x), at(y), at(radius));
  }

  Svg path(String type, String d) {
    return add("<path class=\"%s\" d=\"%s\"/>", type, d);
  }

  Svg text(String type, double x, double y, String text) {
    return add(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>", type, at(x), at(y), Xml.attribute(text));
  }

  /** Text around a point, moved as far as it takes to keep it inside the picture. */
  Svg label(String type, double x, double y, String text) {
    double half = HALF_LETTER * Plain.width(text);
    if (x < half) {
      return text(type, 1, y, text);
    }
    return x + half > width
        ? text(type + " end", width - 1.0, y, text)
        : text(type + " mid", x, y, text);
  }

  private Svg add(String element, Object... values) {
    body.append(String.format(Locale.ROOT, element, values)).append('\n');
    return this;
  }

  /** A coordinate with one decimal, which is finer than a pixel. */
  static String at(double coordinate) {
    return Numbers.exact(Math.rint(coordinate * 10) / 10);
  }

  /** The picture for a page. */
  String inline() {
    return picture("", "");
  }

  /** The picture for a page that shows it where there is room for its frame. */
  String inline(Frame frame) {
    return picture(" class=\"" + frame.style() + "\"", "");
  }

  /** The picture as a file of its own. */
  String standalone() {
    return picture("", STYLE + RULES + "</style>\n");
  }

  private String picture(String type, String style) {
    String label = Xml.attribute(description.isEmpty() ? title : title + ". " + description);
    String desc = description.isEmpty() ? "" : "<desc>" + Xml.attribute(description) + "</desc>\n";
    String size =
        String.format(
            Locale.ROOT,
            "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"",
            width,
            height,
            width,
            height);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\""
        + type
        + " "
        + size
        + " role=\"img\" aria-label=\""
        + label
        + "\">\n"
        + "<title>"
        + Xml.attribute(title)
        + "</title>\n"
        + desc
        + style
        + body
        + "</svg>\n";
  }
}

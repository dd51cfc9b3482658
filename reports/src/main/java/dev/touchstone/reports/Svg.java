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
      svg{background:#fff;color:#1f2430;font:12px system-ui,sans-serif;--line:#c9ced8;--soft:#5b6373;\
      --a0:#6b7280;--a1:#2563a8;--a2:#b45309;--a3:#0f766e;--a4:#7c3aed;--warn:#b45309;--bad:#b42318}
      @media(prefers-color-scheme:dark){svg{background:#14171d;color:#e6e8ee;--line:#3a4150;\
      --soft:#a3abbd;--a0:#9ca3af;--a1:#6ea8e6;--a2:#e6a35c;--a3:#4fb8ac;--a4:#b79cf0;--warn:#e6a35c;\
      --bad:#f08a80}}
      """;

  /** The rules that a page and a picture that stands alone share. */
  static final String RULES =
      """
      svg text{fill:currentColor;font-size:12px}
      svg .soft{fill:var(--soft)}svg .end{text-anchor:end}svg .mid{text-anchor:middle}
      svg .axis,svg .grid{stroke:var(--line);stroke-width:1;fill:none}
      svg .zero{stroke:var(--soft);stroke-width:1}
      svg .allow{stroke:var(--warn);stroke-width:1.5;stroke-dasharray:4 3}
      svg .catch{stroke:var(--bad);stroke-width:1.5}
      svg .beyond{fill:var(--bad);opacity:.07}
      svg .interval{stroke:currentColor;stroke-width:2}svg .point{fill:currentColor}
      svg .a0{fill:var(--a0)}svg .a1{fill:var(--a1)}svg .a2{fill:var(--a2)}svg .a3{fill:var(--a3)}
      svg .a4{fill:var(--a4)}svg .area{fill-opacity:.35}svg .mark{stroke:currentColor;stroke-width:1.5}
      svg .s0{fill-opacity:.5}svg .s1{fill-opacity:.32}svg .s2{fill-opacity:.18}svg .s3{fill-opacity:.06}
      svg .edge{stroke:currentColor;stroke-opacity:.5;stroke-width:.75}
      """;

  private final int width;
  private final int height;
  private final String title;
  private final StringBuilder body = new StringBuilder();

  /**
   * Starts a picture.
   *
   * @param title what it shows, for people who cannot see it
   */
  Svg(int width, int height, String title) {
    this.width = width;
    this.height = height;
    this.title = title;
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
    return picture("");
  }

  /** The picture as a file of its own. */
  String standalone() {
    return picture(STYLE + RULES + "</style>\n");
  }

  private String picture(String style) {
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                + " role=\"img\">%n<title>%s</title>%n%s%s</svg>%n",
            width,
            height,
            width,
            height,
            Xml.attribute(title),
            style,
            body)
        .replace("\r\n", "\n");
  }
}

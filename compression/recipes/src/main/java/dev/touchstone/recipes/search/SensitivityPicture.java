package dev.touchstone.recipes.search;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The sensitivity of each layer as bars in SVG, readable by day and by night. */
final class SensitivityPicture {

  private static final int LEFT = 240;
  private static final int RIGHT = 700;
  private static final int WIDTH = 760;
  private static final int TOP = 64;
  private static final int ROW = 18;
  private static final int LONGEST_NAME = 34;

  private static final String STYLE =
      """
      <style>
      svg{background:#fff;color:#1f2430;font:12px system-ui,sans-serif;\
      --line:#c9ced8;--soft:#5b6373;--low:#2563a8;--float:#b45309}
      @media(prefers-color-scheme:dark){svg{background:#14171d;color:#e6e8ee;\
      --line:#3a4150;--soft:#a3abbd;--low:#6ea8e6;--float:#e6a35c}}
      text{fill:currentColor}.soft{fill:var(--soft)}.end{text-anchor:end}.mid{text-anchor:middle}
      .grid{stroke:var(--line)}.low{fill:var(--low)}.float{fill:var(--float)}
      </style>
      """;

  private SensitivityPicture() {}

  /**
   * Draws one bar a layer, the most sensitive first.
   *
   * @param inFloat layers that stay in float
   */
  static String svg(List<Sensitivity> order, Set<SearchedLayer> inFloat) {
    double longest =
        order.stream()
            .mapToDouble(Sensitivity::signalToNoiseDb)
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    double most = Math.max(10, Math.ceil(longest / 10) * 10);
    int bottom = TOP + ROW * order.size();
    StringBuilder body = new StringBuilder();
    text(body, "", LEFT, 18, "Output when only this layer is in low precision");
    key(body, "low", LEFT, "in low precision");
    key(body, "float", LEFT + 160, "kept in float");
    double step = most <= 60 ? 10 : 20;
    for (double tick = 0; tick <= most; tick += step) {
      double x = at(tick, most);
      add(
          body,
          "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
          x,
          TOP,
          x,
          bottom);
      text(body, "soft mid", x, bottom + 16, String.format(Locale.ROOT, "%.0f", tick));
    }
    text(
        body,
        "mid",
        (LEFT + RIGHT) / 2.0,
        bottom + 36,
        "signal to quantization noise of the output, dB (short: sensitive)");
    for (int i = 0; i < order.size(); i++) {
      bar(body, order.get(i), inFloat.contains(order.get(i).layer()), TOP + ROW * i, most);
    }
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " role=\"img\">\n<title>Sensitivity of each layer to quantization</title>\n%s%s</svg>\n",
        WIDTH,
        bottom + 48,
        WIDTH,
        bottom + 48,
        STYLE,
        body);
  }

  private static void bar(StringBuilder body, Sensitivity s, boolean inFloat, int y, double most) {
    double value = Math.max(0, Math.min(most, s.signalToNoiseDb()));
    text(body, "end", LEFT - 6, y + 13, shortened(s.layer().label()));
    add(
        body,
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
        inFloat ? "float" : "low",
        LEFT,
        y + 3,
        Math.max(1, at(value, most) - LEFT),
        ROW - 5);
    String label =
        Double.isInfinite(s.signalToNoiseDb())
            ? "no noise"
            : String.format(Locale.ROOT, "%.1f", s.signalToNoiseDb());
    text(body, "soft", at(value, most) + 4, y + 13, label);
  }

  private static void key(StringBuilder body, String type, int x, String label) {
    add(body, "<rect class=\"%s\" x=\"%d\" y=\"32\" width=\"12\" height=\"12\"/>", type, x);
    text(body, "soft", x + 17, 42, label);
  }

  private static double at(double value, double most) {
    return LEFT + (RIGHT - LEFT) * value / most;
  }

  /** The end of a name tells more than its beginning, which neighbors share. */
  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME
        ? name
        : "…" + name.substring(name.length() - LONGEST_NAME + 1);
  }

  private static void text(StringBuilder body, String type, double x, double y, String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                default -> safe.appendCodePoint(c < ' ' ? ' ' : c);
              }
            });
    add(body, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", type, x, y, safe);
  }

  private static void add(StringBuilder body, String element, Object... values) {
    body.append(String.format(Locale.ROOT, element, values)).append('\n');
  }
}

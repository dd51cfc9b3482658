package dev.touchstone.reports;

import java.util.List;
import java.util.function.Function;

/** Pictures with the words that say the same. */
final class HtmlFigures {

  private HtmlFigures() {}

  /**
   * A picture in both frames.
   *
   * @param caption how to read it, in a sentence or two
   */
  static void figure(Html html, String caption, Function<Frame, Svg> picture) {
    html.raw("<figure>").element("figcaption", Wrap.glued(caption)).raw("\n");
    for (Frame frame : Frame.values()) {
      html.raw(picture.apply(frame).inline(frame));
    }
    html.close("figure");
  }

  /**
   * The numbers of a picture, folded away.
   *
   * @param head titles, as {@link HtmlTables#head} takes them
   * @param rows cells, the first of each row its name
   */
  static void numbers(Html html, String title, String[] head, List<List<String>> rows) {
    html.open("details").element("summary.small", title);
    html.raw("<div class=\"scroll\" tabindex=\"0\"><table>\n");
    HtmlTables.head(html, head);
    for (List<String> row : rows) {
      html.raw("<tr>").element("th.row", row.get(0));
      row.stream().skip(1).forEach(cell -> html.element("td.num", cell));
      html.close("tr");
    }
    html.raw("</table></div></details>\n");
  }
}

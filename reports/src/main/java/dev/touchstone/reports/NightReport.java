package dev.touchstone.reports;

import dev.touchstone.baselines.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A night as a table for a terminal, and as the page from which its runs are found. */
public final class NightReport {

  /** The name of the page. */
  public static final String PAGE = "index.html";

  private static final String NO_ANSWER = "✗ ERROR";

  private NightReport() {}

  /** A line for each scenario, with a head. */
  public static String text(NightResult night, boolean color) {
    Paint paint = color ? Paint.ANSI : Paint.NONE;
    int wide = night.entries().stream().mapToInt(e -> subject(e).length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    lines.add(paint.strong("night " + night.name()));
    for (NightResult.Entry entry : night.entries()) {
      String answer = padded(answer(entry), 15);
      lines.add(
          "  %s %s  history %s %6s  %s"
              .formatted(
                  entry.outcome().map(o -> paint.outcome(o, answer)).orElse(answer),
                  padded(subject(entry), wide),
                  padded(entry.history().map(Outcome::toString).orElse("–"), 4),
                  seconds(entry.took()),
                  entry.reason())
              .stripTrailing());
    }
    return String.join("\n", lines) + "\n";
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String subject(NightResult.Entry entry) {
    return entry.profile().isEmpty() ? entry.file() : entry.file() + " on " + entry.profile();
  }

  private static String answer(NightResult.Entry entry) {
    return entry.outcome().map(o -> Wording.mark(o) + " " + o).orElse(NO_ANSWER);
  }

  private static String seconds(Duration took) {
    return took.toSeconds() + " s";
  }

  /** Writes the page; a reader sees it whole or not at all. */
  public static void write(NightResult night, Path folder) {
    AtomicFile.write(folder.resolve(PAGE), page(night));
  }

  private static String page(NightResult night) {
    Html html = new Html();
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.element("title", "Night " + night.name()).raw("\n<style>\n");
    html.raw(HtmlReport.style()).raw("</style>\n</head>\n<body>\n<main>\n");
    html.element("h1", "Night " + night.name()).raw("\n");
    html.element("p.soft.small", "Started " + night.started() + "; " + summary(night)).raw("\n");
    html.raw("<div class=\"scroll\"><table>\n<thead><tr>");
    for (String head : List.of("Scenario", "Profile", "Outcome", "History", "Took", "Why")) {
      html.element("th", head);
    }
    html.raw("</tr></thead>\n<tbody>\n");
    night.entries().forEach(entry -> row(html, entry));
    html.raw("</tbody></table></div>\n</main>\n</body>\n</html>\n");
    return html.toString();
  }

  private static String summary(NightResult night) {
    long passed = night.entries().stream().filter(e -> e.code() == 0).count();
    return passed + " of " + night.entries().size() + " passed";
  }

  private static void row(Html html, NightResult.Entry entry) {
    html.raw("<tr><td>");
    if (entry.page().isEmpty()) {
      html.text(entry.file());
    } else {
      html.raw("<a href=\"").text(entry.page()).raw("\">").text(entry.file()).raw("</a>");
    }
    html.raw("</td>").element("td", entry.profile());
    outcome(html, entry.outcome(), answer(entry));
    outcome(html, entry.history(), entry.history().map(HtmlReport::tag).orElse("–"));
    html.element("td.num", seconds(entry.took())).element("td", entry.reason()).raw("</tr>\n");
  }

  private static void outcome(Html html, Optional<Outcome> outcome, String text) {
    html.raw("<td>");
    outcome.ifPresentOrElse(
        o -> html.element("span.tag." + HtmlReport.type(o), text), () -> html.text(text));
    html.raw("</td>");
  }
}

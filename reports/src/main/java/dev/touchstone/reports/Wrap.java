package dev.touchstone.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Breaks sentences into lines without parting a number from its unit or its interval. */
final class Wrap {

  private static final char GLUE = '\u00a0';
  private static final Pattern UNIT =
      Pattern.compile("(?<=\\d) (?=(?:%|pp|ns|us|µs|ms|s|min|B|KiB|MiB|GiB|TiB|J|/s)(?![\\w/]))");
  private static final Pattern INSIDE_INTERVAL = Pattern.compile("(?<=,) (?=[^\\[\\]]*\\])");
  private static final Pattern BEFORE_NUMBER = Pattern.compile("(?<=[≤≥]) (?=\\d)");

  private Wrap() {}

  /** Holds numbers, units and intervals together with spaces at which nothing breaks. */
  static String glued(String text) {
    String glued = text;
    for (Pattern pattern : List.of(UNIT, INSIDE_INTERVAL, BEFORE_NUMBER)) {
      glued = pattern.matcher(glued).replaceAll(String.valueOf(GLUE));
    }
    return glued;
  }

  /**
   * Breaks at spaces.
   *
   * @param width a wish: a single word that is longer stays whole
   */
  static List<String> lines(String text, int width) {
    String glued = glued(text);
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : glued.strip().split(" +", -1)) {
      if (line.length() > 0 && Plain.width(line.toString()) + 1 + Plain.width(word) > width) {
        lines.add(line.toString().replace(GLUE, ' '));
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString().replace(GLUE, ' '));
    return lines;
  }
}

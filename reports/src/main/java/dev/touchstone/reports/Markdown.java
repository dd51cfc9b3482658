package dev.touchstone.reports;

import java.util.Locale;

/** Text from outside, made harmless for Markdown as GitHub, GitLab and Jenkins show it. */
final class Markdown {

  /**
   * A space of no width. Both sites look for mentions and references in what is left when Markdown
   * and HTML are undone, so that neither a backslash nor an entity keeps a name from calling
   * somebody; bots that quote change logs put this behind the sign instead.
   */
  private static final String NO_REFERENCE = "&#8203;";

  private Markdown() {}

  /**
   * Takes the meaning from every character that Markdown, its tables, its formulas or HTML know,
   * and from the signs with which a name could call a person ({@code @}) or point to an issue
   * ({@code #}), a merge request ({@code !}) or a label ({@code ~}).
   */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    Plain.line(text)
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '@' -> out.append("&#64;").append(NO_REFERENCE);
                case '#', '!', '~' -> out.append('\\').append((char) c).append(NO_REFERENCE);
                case '|', '\\', '`', '*', '_', '[', ']', '$' -> out.append('\\').append((char) c);
                default -> out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /** Begins a sentence with a capital letter. */
  static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }
}

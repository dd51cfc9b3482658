package dev.touchstone.cli;

import java.util.List;
import java.util.Locale;

/** A growing text in the language of groff, in which other text can only come in escaped. */
final class Roff {

  private final StringBuilder out = new StringBuilder();

  /** A line that calls a macro. */
  Roff macro(String name, String... arguments) {
    out.append('.').append(name);
    for (String argument : arguments) {
      out.append(" \"").append(escape(argument).replace("\"", "\\(dq")).append('"');
    }
    out.append('\n');
    return this;
  }

  /** Markup of our own, in the middle of a line. */
  Roff raw(String markup) {
    out.append(markup);
    return this;
  }

  /** A text, filled by the formatter. */
  Roff text(String text) {
    out.append(guarded(escape(text))).append('\n');
    return this;
  }

  /** A term in bold with its meaning below. */
  Roff item(String term, String meaning) {
    macro("TP");
    out.append("\\fB").append(escape(term)).append("\\fR\n");
    return text(meaning);
  }

  /** Lines that stay as they are. */
  Roff block(List<String> lines) {
    macro("nf");
    for (String line : lines) {
      out.append(guarded(escape(line))).append('\n');
    }
    return macro("fi");
  }

  /** A dot or an apostrophe at the beginning of a line would call a macro. */
  private static String guarded(String line) {
    return line.startsWith(".") || line.startsWith("'") || line.isEmpty() ? "\\&" + line : line;
  }

  /** Backslashes, and hyphens that a reader copies; other than ASCII by code point. */
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\n' -> escaped.append(' ');
                case '~' -> escaped.append("\\(ti");
                case '^' -> escaped.append("\\(ha");
                case '`' -> escaped.append("\\(ga");
                case '\'' -> escaped.append("\\(aq");
                default -> {
                  if (c < 0x7f) {
                    escaped.append((char) c);
                  } else {
                    escaped.append(String.format(Locale.ROOT, "\\[u%04X]", c));
                  }
                }
              }
            });
    return escaped.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}

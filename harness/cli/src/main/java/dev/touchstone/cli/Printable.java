package dev.touchstone.cli;

/** Texts out of files, which may hold anything. */
final class Printable {

  private static final int LONGEST = 4096;

  private static final int LONGEST_NAME = 56;

  private Printable() {}

  /** The same, of a long name only the end, in which layers differ. */
  static String end(String name) {
    String line = of(name);
    return line.length() <= LONGEST_NAME
        ? line
        : "…" + line.substring(line.length() - LONGEST_NAME + 1);
  }

  /** One line without control characters, which could move a terminal's cursor; cut if endless. */
  static String of(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return out.toString();
  }
}

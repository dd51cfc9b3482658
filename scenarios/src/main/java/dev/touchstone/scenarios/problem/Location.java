package dev.touchstone.scenarios.problem;

/**
 * Place in a text file that somebody wrote.
 *
 * @param file path as the author would type it, or a word such as {@code --recipe} for a flag
 * @param line line, counted from 1
 * @param column column, counted from 1
 */
public record Location(String file, int line, int column) {

  private static final String FLAG = "--";

  /** The value of a flag such as {@code --profile}; it has no lines. */
  public static Location ofFlag(String flag) {
    return new Location(flag, 1, 1);
  }

  /**
   * Renders as {@code file:line:column}, the form that editors and terminals make clickable; a flag
   * as its name alone.
   */
  @Override
  public String toString() {
    return file.startsWith(FLAG) ? file : file + ":" + line + ":" + column;
  }
}

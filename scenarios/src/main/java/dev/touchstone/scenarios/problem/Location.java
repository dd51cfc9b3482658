package dev.touchstone.scenarios.problem;

/**
 * Place in a text file that somebody wrote.
 *
 * @param file path as the author would type it, or a word such as {@code --recipe} for a flag
 * @param line line, counted from 1
 * @param column column, counted from 1
 */
public record Location(String file, int line, int column) {

  /** Renders as {@code file:line:column}, the form that editors and terminals make clickable. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}

package dev.touchstone.recipes.steps;

import java.util.regex.Pattern;

/**
 * What a step found out on its way, as a file of its own: a table of sensitivities, a picture. It
 * is kept beside the candidate.
 *
 * @param name of the file, such as {@code sensitivity.csv}; unique within a recipe
 * @param text in UTF-8
 */
public record Appendix(String name, String text) {

  private static final Pattern FILE_NAME = Pattern.compile("[a-z0-9][a-z0-9-]*\\.[a-z]+");

  /** Rejects what is no plain file name. */
  public Appendix {
    if (!FILE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name for an appendix: " + name);
    }
  }
}

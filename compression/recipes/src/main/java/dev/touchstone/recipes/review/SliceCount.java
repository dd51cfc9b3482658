package dev.touchstone.recipes.review;

/**
 * How many samples a slice has.
 *
 * @param column by which the data is sliced; {@code class} for labels
 * @param value that the samples have there
 * @param calibration samples for calibration
 * @param evaluation samples for evaluation
 * @param judged whether a requirement asks for this slice
 */
public record SliceCount(
    String column, String value, int calibration, int evaluation, boolean judged) {

  /** Such as {@code class=crack}. */
  public String name() {
    return column + "=" + value;
  }
}

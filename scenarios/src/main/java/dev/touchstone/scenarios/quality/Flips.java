package dev.touchstone.scenarios.quality;

/**
 * Answers that changed from one model to another. Scores can stand still while answers change, so
 * these are always worth a look.
 *
 * @param changed samples with another answer
 * @param rightToWrong of these, right before and wrong now
 * @param wrongToRight of these, wrong before and right now; the others are wrong in a new way
 * @param n samples compared
 */
public record Flips(long changed, long rightToWrong, long wrongToRight, long n) {

  /** Rejects more flips than changes, and more changes than samples. */
  public Flips {
    if (rightToWrong < 0 || wrongToRight < 0 || changed < rightToWrong + wrongToRight) {
      throw new IllegalArgumentException("flips must add up to at most the changes");
    }
    if (changed > n) {
      throw new IllegalArgumentException(changed + " changes of " + n + " samples");
    }
  }

  /**
   * Compares the answers to the samples of a slice; two answers of nothing but NaN are the same.
   *
   * @throws IllegalArgumentException if the answers and labels do not fit each other
   */
  public static Flips between(
      Labels.Classes labels, Predictions.Scores before, Predictions.Scores after, Slice slice) {
    Answers.check(labels, before);
    Answers.check(labels, after);
    long changed = changed(before, after, slice);
    long rightToWrong = 0;
    long wrongToRight = 0;
    for (int i = 0; i < slice.size(); i++) {
      int label = labels.at(slice.at(i));
      boolean wasRight = Answers.of(before, slice.at(i)) == label;
      boolean isRight = Answers.of(after, slice.at(i)) == label;
      rightToWrong += wasRight && !isRight ? 1 : 0;
      wrongToRight += !wasRight && isRight ? 1 : 0;
    }
    return new Flips(changed, rightToWrong, wrongToRight, slice.size());
  }

  /**
   * Counts the samples of a slice with another answer, for data without labels.
   *
   * @throws IllegalArgumentException if the two models answered different numbers of samples
   */
  public static long changed(Predictions.Scores before, Predictions.Scores after, Slice slice) {
    if (before.size() != after.size()) {
      throw new IllegalArgumentException(
          "cannot compare " + before.size() + " answers with " + after.size());
    }
    return slice.indices().filter(i -> Answers.of(before, i) != Answers.of(after, i)).count();
  }
}

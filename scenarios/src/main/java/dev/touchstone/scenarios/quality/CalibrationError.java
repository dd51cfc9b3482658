package dev.touchstone.scenarios.quality;

import java.util.Optional;

/**
 * Expected calibration error: how far the confidence of the answers is from their accuracy.
 *
 * <p>{@code sum_m n_m / n |accuracy_m - confidence_m|} over 15 bins of equal width of the top-1
 * probability; bin m is {@code ((m - 1) / 15, m / 15]}. Source: Guo et al., On Calibration of
 * Modern Neural Networks, ICML 2017, section 2 and equation 3. Scores that are no probability
 * distributions are logits and are turned into probabilities by softmax, as the paper's equation 2
 * does.
 */
public final class CalibrationError {

  private static final int BINS = 15;

  private CalibrationError() {}

  /**
   * The error on the samples of a slice, a fraction in [0, 1]. A sample with a score of NaN counts
   * as a wrong answer that was given with full confidence, so that a broken model cannot look well
   * calibrated.
   *
   * @return absent for an empty slice; n is the slice's size
   * @throws IllegalArgumentException if labels and scores do not fit each other
   */
  public static Optional<Score> expected(
      Labels.Classes labels, Predictions.Scores scores, Slice slice) {
    return expected(labels, scores, slice, BINS);
  }

  static Optional<Score> expected(
      Labels.Classes labels, Predictions.Scores scores, Slice slice, int bins) {
    Answers.check(labels, scores);
    if (slice.size() == 0) {
      return Optional.empty();
    }
    Distributions distributions = new Distributions(scores);
    double[] gap = new double[bins]; // right answers minus confidence, summed: n_m (acc_m - conf_m)
    slice
        .indices()
        .forEach(
            i -> {
              double confidence = distributions.confidence(i);
              boolean known = !Double.isNaN(confidence);
              boolean right = known && Answers.of(scores, i) == labels.at(i);
              double claimed = known ? confidence : 1;
              gap[bin(claimed, bins)] += (right ? 1 : 0) - claimed;
            });
    double sum = 0;
    for (double g : gap) {
      sum += Math.abs(g);
    }
    return Optional.of(new Score(sum / slice.size(), slice.size()));
  }

  private static int bin(double confidence, int bins) {
    int upper = (int) Math.ceil(confidence * bins);
    return Math.max(0, Math.min(bins, upper) - 1);
  }
}

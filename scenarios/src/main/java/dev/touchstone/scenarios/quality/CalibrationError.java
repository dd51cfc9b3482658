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
    if (slice.size() == 0) {
      Answers.check(labels, scores);
      return Optional.empty();
    }
    Gaps gaps = new Gaps(labels, scores, bins);
    double[] sums = new double[bins];
    slice.indices().forEach(i -> sums[gaps.bin(i)] += gaps.gap(i));
    return Optional.of(new Score(gaps.error(sums, slice.size()), slice.size()));
  }

  /**
   * For each sample its bin and how far the answer was from its confidence, so that the error of
   * many resamples costs one addition a sample.
   */
  public static final class Gaps {

    private final int bins;
    private final int[] bin;
    private final double[] gap;

    /**
     * Prepares the answers.
     *
     * @throws IllegalArgumentException if labels and scores do not fit each other
     */
    public Gaps(Labels.Classes labels, Predictions.Scores scores) {
      this(labels, scores, BINS);
    }

    Gaps(Labels.Classes labels, Predictions.Scores scores, int bins) {
      Answers.check(labels, scores);
      this.bins = bins;
      this.bin = new int[scores.size()];
      this.gap = new double[scores.size()];
      Distributions distributions = new Distributions(scores);
      for (int i = 0; i < bin.length; i++) {
        double confidence = distributions.confidence(i);
        boolean known = !Double.isNaN(confidence);
        boolean right = known && Answers.of(scores, i) == labels.at(i);
        double claimed = known ? confidence : 1;
        int upper = (int) Math.ceil(claimed * bins);
        bin[i] = Math.max(0, Math.min(bins, upper) - 1);
        gap[i] = (right ? 1 : 0) - claimed;
      }
    }

    /** How many bins there are. */
    public int bins() {
      return bins;
    }

    /** The bin of one sample. */
    public int bin(int sample) {
      return bin[sample];
    }

    /** Accuracy less confidence of one sample: 1 or 0, less the probability of its answer. */
    public double gap(int sample) {
      return gap[sample];
    }

    /**
     * The error that follows.
     *
     * @param sums for each bin the gaps of its samples, added up: {@code n_m (acc_m - conf_m)}
     * @param n samples in all bins, at least 1
     */
    public double error(double[] sums, long n) {
      double sum = 0;
      for (double s : sums) {
        sum += Math.abs(s);
      }
      return sum / n;
    }
  }
}

package dev.touchstone.scenarios.quality;

/**
 * Probabilities out of scores that may be probabilities or logits.
 *
 * <p>Scores are taken for probabilities if, in every row without NaN, each lies in [0, 1] and their
 * sum is 1 up to the rounding of an 8-bit output (half a step of 1/255 for each class, at most one
 * half in all). They are logits otherwise, and go through softmax. The rule looks at all rows and
 * not at one, so that a row of logits that happens to add up to 1 is not mistaken.
 */
final class Distributions {

  private static final double FLOAT_ROUNDING = 1e-3;
  private static final double EIGHT_BIT_HALF_STEP = 0.5 / 255;

  private final Predictions.Scores scores;
  private final boolean logits;

  Distributions(Predictions.Scores scores) {
    this.scores = scores;
    double tolerance = Math.min(0.5, FLOAT_ROUNDING + scores.classes() * EIGHT_BIT_HALF_STEP);
    boolean found = false;
    for (int i = 0; i < scores.size() && !found; i++) {
      found = !isDistribution(i, tolerance);
    }
    this.logits = found;
  }

  private boolean isDistribution(int sample, double tolerance) {
    double sum = 0;
    for (int k = 0; k < scores.classes(); k++) {
      float p = scores.score(sample, k);
      if (Float.isNaN(p)) {
        return true; // says nothing about the kind of the other rows
      }
      if (p < 0 || p > 1 + FLOAT_ROUNDING) {
        return false;
      }
      sum += p;
    }
    return Math.abs(sum - 1) <= tolerance;
  }

  /** The probability of the answer in [0, 1]; NaN if any score of the sample is NaN. */
  double confidence(int sample) {
    float top = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < scores.classes(); k++) {
      if (Float.isNaN(scores.score(sample, k))) {
        return Double.NaN;
      }
      top = Math.max(top, scores.score(sample, k));
    }
    if (!logits) {
      return Math.min(1, top);
    }
    double sum = 0;
    for (int k = 0; k < scores.classes(); k++) {
      float score = scores.score(sample, k);
      sum += score == top ? 1 : Math.exp((double) score - top); // equal first: inf - inf is NaN
    }
    return 1 / sum;
  }

  /**
   * A number that orders samples as the probability of a class does, without the ties that a
   * saturated softmax makes: the probability itself, or {@code s_k - log sum_{j != k} exp s_j} of
   * logits (the log odds). NaN if any score of the sample is NaN.
   */
  double order(int sample, int label) {
    double others = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < scores.classes(); k++) {
      double score = scores.score(sample, k);
      if (Double.isNaN(score)) {
        return Double.NaN;
      }
      if (k != label) {
        others = logAdd(others, score);
      }
    }
    double own = scores.score(sample, label);
    if (!logits || scores.classes() == 1) {
      return own;
    }
    return own == others ? 0 : own - others; // equal first: inf - inf is NaN
  }

  private static double logAdd(double a, double b) {
    double high = Math.max(a, b);
    return Double.isInfinite(high) ? high : high + Math.log1p(Math.exp(-Math.abs(a - b)));
  }
}

package dev.touchstone.scenarios.quality;

/** What a model answered, sample by sample. */
public sealed interface Predictions {

  /** How many samples were answered. */
  int size();

  /** Scores of a classifier; probabilities or logits, as the model gives them. */
  final class Scores implements Predictions {

    private final float[][] scores;

    /**
     * Wraps the scores without copying them.
     *
     * @param scores {@code [sample, class]}, every row of the same length
     */
    public Scores(float[][] scores) {
      for (float[] row : scores) {
        if (row.length == 0 || row.length != scores[0].length) {
          throw new IllegalArgumentException("every sample needs the same number of scores");
        }
      }
      this.scores = scores;
    }

    @Override
    public int size() {
      return scores.length;
    }

    /** How many classes have a score. */
    public int classes() {
      return scores.length == 0 ? 0 : scores[0].length;
    }

    /** The score of one class for one sample. */
    public float score(int sample, int label) {
      return scores[sample][label];
    }

    /**
     * The class with the largest score; the first of them if several are equal; NaN is never the
     * largest.
     */
    public int predicted(int sample) {
      float[] row = scores[sample];
      int best = 0;
      for (int i = 1; i < row.length; i++) {
        if (row[i] > row[best] || Float.isNaN(row[best])) {
          best = i;
        }
      }
      return best;
    }
  }

  /** Values of a regressor. */
  final class Values implements Predictions {

    private final double[] values;

    /** Copies the values. */
    public Values(double[] values) {
      this.values = values.clone();
    }

    @Override
    public int size() {
      return values.length;
    }

    /** The value for one sample. */
    public double at(int sample) {
      return values[sample];
    }
  }
}

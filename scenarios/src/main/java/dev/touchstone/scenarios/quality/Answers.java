package dev.touchstone.scenarios.quality;

/** What a classifier decided, with the case that it decided nothing. */
final class Answers {

  /** The answer to a sample for which every score is NaN; equal to no class. */
  static final int NONE = -1;

  private Answers() {}

  static int of(Predictions.Scores scores, int sample) {
    int predicted = scores.predicted(sample);
    return Float.isNaN(scores.score(sample, predicted)) ? NONE : predicted;
  }

  /** Rejects answers that are not answers to these samples. */
  static void check(Labels labels, Predictions predictions) {
    if (labels.size() != predictions.size()) {
      throw new IllegalArgumentException(
          predictions.size() + " answers do not fit " + labels.size() + " labels");
    }
  }

  /** Rejects also a model that has no score for some class. */
  static void check(Labels.Classes labels, Predictions.Scores scores) {
    check((Labels) labels, scores);
    if (scores.size() > 0 && scores.classes() < labels.names().size()) {
      throw new IllegalArgumentException(
          "the model gives "
              + scores.classes()
              + " scores, but the labels name "
              + labels.names().size()
              + " classes");
    }
  }
}

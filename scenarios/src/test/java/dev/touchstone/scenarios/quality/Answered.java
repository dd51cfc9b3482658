package dev.touchstone.scenarios.quality;

import java.util.Random;

/** Scores for tests. */
final class Answered {

  private Answered() {}

  /** Scores whose largest is that of the given answer. */
  static Predictions.Scores answers(int classes, int... answers) {
    float[][] scores = new float[answers.length][classes];
    for (int i = 0; i < answers.length; i++) {
      scores[i][answers[i]] = 1;
    }
    return new Predictions.Scores(scores);
  }

  /** Random logits on a coarse grid, so that ties are common. */
  static Predictions.Scores coarseLogits(Random random, int samples, int classes) {
    float[][] scores = new float[samples][classes];
    for (float[] row : scores) {
      for (int k = 0; k < classes; k++) {
        row[k] = random.nextInt(9) - 4;
      }
    }
    return new Predictions.Scores(scores);
  }
}

package dev.touchstone.scenarios.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationErrorTest {

  private static final Labels.Classes LABELS =
      new Labels.Classes(List.of("a", "b", "c"), new int[] {0, 1, 2, 0});

  /** The worked example in the documentation of TorchMetrics' MulticlassCalibrationError. */
  private static final Predictions.Scores PUBLISHED =
      new Predictions.Scores(
          new float[][] {
            {0.25f, 0.20f, 0.55f},
            {0.55f, 0.05f, 0.40f},
            {0.10f, 0.30f, 0.60f},
            {0.90f, 0.05f, 0.05f}
          });

  @Test
  void agreesWithTheWorkedExampleOfTorchMetrics() {
    Score error = CalibrationError.expected(LABELS, PUBLISHED, Slice.all(4), 3).orElseThrow();

    assertThat(error.value()).isEqualTo(0.2, within(1e-6));
    assertThat(error.n()).isEqualTo(4);
  }

  @Test
  void hasFifteenBins() {
    // By hand: 2 wrong answers at .55 in one bin, right ones at .60 and .90 in bins of their own.
    double expected = (2 * 0.55 + 0.40 + 0.10) / 4;

    Score error = CalibrationError.expected(LABELS, PUBLISHED, Slice.all(4)).orElseThrow();

    assertThat(error.value()).isEqualTo(expected, within(1e-6));
  }

  @Test
  void isZeroForFullConfidenceInRightAnswersAndOneForWrongOnes() {
    Predictions.Scores sure = Answered.answers(3, 0, 1, 2, 0);
    Predictions.Scores wrong = Answered.answers(3, 1, 2, 0, 1);

    assertThat(CalibrationError.expected(LABELS, sure, Slice.all(4))).contains(new Score(0, 4));
    assertThat(CalibrationError.expected(LABELS, wrong, Slice.all(4))).contains(new Score(1, 4));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void turnsLogitsIntoProbabilitiesAndBinsThemAsALiteralOracleDoes(long seed) {
    Random random = new Random(seed);
    int samples = 200;
    Predictions.Scores logits = Answered.coarseLogits(random, samples, 4);
    Labels.Classes labels =
        new Labels.Classes(List.of("a", "b", "c", "d"), random.ints(samples, 0, 4).toArray());

    Score error = CalibrationError.expected(labels, logits, Slice.all(samples)).orElseThrow();

    assertThat(error.value()).isEqualTo(oracle(labels, logits), within(1e-9));
  }

  private static double oracle(Labels.Classes labels, Predictions.Scores logits) {
    double error = 0;
    for (int m = 1; m <= 15; m++) {
      double confidences = 0;
      int right = 0;
      int count = 0;
      for (int i = 0; i < labels.size(); i++) {
        double sum = 0;
        for (int k = 0; k < logits.classes(); k++) {
          sum += Math.exp(logits.score(i, k));
        }
        double confidence = Math.exp(logits.score(i, logits.predicted(i))) / sum;
        if (confidence > (m - 1) / 15.0 && confidence <= m / 15.0) {
          count++;
          confidences += confidence;
          right += logits.predicted(i) == labels.at(i) ? 1 : 0;
        }
      }
      if (count > 0) {
        error +=
            (double) count / labels.size() * Math.abs((double) right / count - confidences / count);
      }
    }
    return error;
  }

  @Test
  void takesRoundedEightBitOutputsForProbabilities() {
    Labels.Classes labels = new Labels.Classes(List.of("a", "b"), new int[] {0});
    Predictions.Scores rounded = new Predictions.Scores(new float[][] {{0.9961f, 0}});

    assertThat(CalibrationError.expected(labels, rounded, Slice.all(1)).orElseThrow().value())
        .isEqualTo(1 - 0.9961, within(1e-6));
  }

  @Test
  void countsNanAsAWrongAnswerOfFullConfidence() {
    Labels.Classes labels = new Labels.Classes(List.of("a", "b"), new int[] {1, 0});
    Predictions.Scores scores = new Predictions.Scores(new float[][] {{Float.NaN, 1}, {1, 0}});

    assertThat(CalibrationError.expected(labels, scores, Slice.all(2))).contains(new Score(0.5, 2));
  }

  @Test
  void bearsInfiniteLogits() {
    Labels.Classes labels = new Labels.Classes(List.of("a", "b"), new int[] {0, 0});
    float inf = Float.POSITIVE_INFINITY;
    Predictions.Scores scores = new Predictions.Scores(new float[][] {{inf, 3}, {3, -inf}});

    assertThat(CalibrationError.expected(labels, scores, Slice.all(2))).contains(new Score(0, 2));
  }

  @Test
  void isAbsentOnAnEmptySlice() {
    assertThat(CalibrationError.expected(LABELS, PUBLISHED, Slice.of())).isEmpty();
  }
}

package dev.touchstone.scenarios.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AucTest {

  private static final List<String> BINARY = List.of("no", "yes");

  private static Labels.Classes binary(int... labels) {
    return new Labels.Classes(BINARY, labels);
  }

  private static Predictions.Scores probabilities(double... ofPositive) {
    float[][] scores = new float[ofPositive.length][];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = new float[] {(float) (1 - ofPositive[i]), (float) ofPositive[i]};
    }
    return new Predictions.Scores(scores);
  }

  @Test
  void agreesWithTheWorkedExampleOfScikitLearn() {
    assertThat(Auc.of(binary(0, 0, 1, 1), probabilities(0.1, 0.4, 0.35, 0.8), Slice.all(4)))
        .contains(new Score(0.75, 4));
  }

  @Test
  void acceptsASingleScoreOfThePositiveClass() {
    Predictions.Scores single = new Predictions.Scores(new float[][] {{-3}, {40}, {35}, {80}});

    assertThat(Auc.of(binary(0, 0, 1, 1), single, Slice.all(4))).contains(new Score(0.75, 4));
  }

  @Test
  void countsTiesAsOneHalf() {
    assertThat(Auc.of(binary(0, 1, 0, 1), probabilities(0.5, 0.5, 0.5, 0.5), Slice.all(4)))
        .contains(new Score(0.5, 4));
    assertThat(Auc.of(binary(0, 1, 1), probabilities(0.5, 0.5, 0.9), Slice.all(3)))
        .contains(new Score(0.75, 3));
  }

  @Test
  void isOneForAPerfectOrderAndZeroForItsReverse() {
    assertThat(Auc.of(binary(0, 0, 1), probabilities(0.1, 0.2, 0.3), Slice.all(3)))
        .contains(new Score(1, 3));
    assertThat(Auc.of(binary(1, 1, 0), probabilities(0.1, 0.2, 0.3), Slice.all(3)))
        .contains(new Score(0, 3));
  }

  @Test
  void separatesLogitsThatSoftmaxWouldRoundToTheSameProbability() {
    Predictions.Scores logits = new Predictions.Scores(new float[][] {{0, 60}, {0, 90}});

    assertThat(Auc.of(binary(0, 1), logits, Slice.all(2))).contains(new Score(1, 2));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesWithCountingAllPairsOfOneClassAgainstTheRest(long seed) {
    Random random = new Random(seed);
    int samples = 120;
    Predictions.Scores scores = Answered.coarseLogits(random, samples, 2);
    int[] labels = random.ints(samples, 0, 2).toArray();

    Score auc = Auc.of(binary(labels), scores, Slice.all(samples)).orElseThrow();

    double wins = 0;
    double pairs = 0;
    for (int p = 0; p < samples; p++) {
      for (int q = 0; q < samples; q++) {
        if (labels[p] == 1 && labels[q] == 0) {
          float above = margin(scores, p) - margin(scores, q);
          wins += above > 0 ? 1 : above == 0 ? 0.5 : 0;
          pairs++;
        }
      }
    }
    assertThat(auc.value()).isEqualTo(wins / pairs, within(1e-12));
  }

  private static float margin(Predictions.Scores scores, int sample) {
    return scores.score(sample, 1) - scores.score(sample, 0);
  }

  @Test
  void averagesOneAgainstTheRestOverTheClassesThatHaveBothKinds() {
    Labels.Classes labels = new Labels.Classes(List.of("a", "b", "c", "d"), new int[] {0, 0, 1, 2});
    Predictions.Scores scores =
        new Predictions.Scores(
            new float[][] {
              {0.7f, 0.1f, 0.1f, 0.1f},
              {0.2f, 0.5f, 0.2f, 0.1f},
              {0.3f, 0.4f, 0.2f, 0.1f},
              {0.1f, 0.1f, 0.7f, 0.1f}
            });
    // By hand: a has 3 of 4 pairs right, b 2 of 3, c 3 of 3; d has no sample.
    double expected = (3 / 4.0 + 2 / 3.0 + 1) / 3;

    assertThat(Auc.of(labels, scores, Slice.all(4)).orElseThrow().value())
        .isEqualTo(expected, within(1e-12));
  }

  @Test
  void ranksNanAsWronglyAsCanBe() {
    Predictions.Scores scores =
        new Predictions.Scores(new float[][] {{0.9f, 0.1f}, {0.1f, 0.9f}, {Float.NaN, Float.NaN}});

    assertThat(Auc.of(binary(0, 1, 1), scores, Slice.all(3))).contains(new Score(0.5, 3));
    assertThat(Auc.of(binary(0, 1, 0), scores, Slice.all(3))).contains(new Score(0.5, 3));
  }

  @Test
  void isAbsentIfTheSliceHasOnlyOneKindOfSample() {
    assertThat(Auc.of(binary(0, 0, 1), probabilities(0.1, 0.2, 0.3), Slice.of(0, 1))).isEmpty();
    assertThat(Auc.of(binary(0, 0, 1), probabilities(0.1, 0.2, 0.3), Slice.of())).isEmpty();
  }
}

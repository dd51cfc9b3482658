package dev.touchstone.scenarios.quality;

import static dev.touchstone.scenarios.quality.Answered.answers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionTest {

  private static final float NAN = Float.NaN;

  /** The worked example of scikit-learn's documentation of f1_score and precision_score. */
  private static final Labels.Classes LABELS =
      new Labels.Classes(List.of("a", "b", "c"), new int[] {0, 1, 2, 0, 1, 2});

  private final Confusion published =
      Confusion.of(LABELS, answers(3, 0, 2, 1, 0, 0, 1), Slice.all(6));

  @Test
  void agreesWithTheWorkedExampleOfScikitLearn() {
    assertThat(published.top1()).contains(new Score(2 / 6.0, 6));
    assertThat(published.macroF1().orElseThrow().value()).isEqualTo(0.26666, within(1e-5));
    double precision = 0;
    double recall = 0;
    for (int label = 0; label < 3; label++) {
      precision += published.precision(label).orElseThrow().value() / 3;
      recall += published.recall(label).orElseThrow().value() / 3;
    }
    assertThat(precision).isEqualTo(0.22222, within(1e-5));
    assertThat(recall).isEqualTo(0.33333, within(1e-5));
  }

  @Test
  void countsWhatEachScoreRestsOn() {
    assertThat(published.recall(0)).contains(new Score(1, 2));
    assertThat(published.precision(0)).contains(new Score(2 / 3.0, 3));
    assertThat(published.f1(0)).contains(new Score(0.8, 2));
    assertThat(published.macroF1().orElseThrow().n()).isEqualTo(6);
  }

  @Test
  void leavesOutTheRecallOfAClassWithoutSamples() {
    Confusion confusion = Confusion.of(LABELS, answers(3, 0, 2, 1, 0, 0, 1), Slice.of(0, 3));

    assertThat(confusion.recall(0)).contains(new Score(1, 2));
    assertThat(confusion.recall(1)).isEmpty();
    assertThat(confusion.precision(1)).isEmpty();
    assertThat(confusion.f1(1)).isEmpty();
    assertThat(confusion.macroF1()).contains(new Score(1, 2));
  }

  @Test
  void countsAClassThatIsOnlyAnsweredInMacroF1() {
    Confusion confusion = Confusion.of(LABELS, answers(3, 0, 2, 1, 0, 0, 1), Slice.of(0, 1));

    assertThat(confusion.f1(2)).contains(new Score(0, 1));
    assertThat(confusion.macroF1()).contains(new Score(1 / 3.0, 2));
  }

  @Test
  void isAbsentOnAnEmptySlice() {
    Confusion confusion = Confusion.of(LABELS, answers(3, 0, 2, 1, 0, 0, 1), Slice.of());

    assertThat(confusion.top1()).isEmpty();
    assertThat(confusion.macroF1()).isEmpty();
  }

  @Test
  void takesTheFirstOfEqualScoresAndNeverNan() {
    Labels.Classes labels = new Labels.Classes(List.of("a", "b"), new int[] {0, 1, 1, 1});
    Predictions.Scores scores =
        new Predictions.Scores(new float[][] {{1, 1}, {1, 1}, {NAN, -5}, {NAN, NAN}});

    Confusion confusion = Confusion.of(labels, scores, Slice.all(4));

    assertThat(confusion.recall(0)).contains(new Score(1, 1));
    assertThat(confusion.recall(1)).contains(new Score(1 / 3.0, 3));
    assertThat(confusion.precision(1)).contains(new Score(1, 1));
    assertThat(confusion.top1()).contains(new Score(0.5, 4));
  }

  @Test
  void countsASampleAsOftenAsTheSliceNamesIt() {
    assertThat(Confusion.of(LABELS, answers(3, 0, 2, 1, 0, 0, 1), Slice.of(0, 0, 0, 1)).top1())
        .contains(new Score(0.75, 4));
  }

  @Test
  void countsAnAnswerBeyondTheNamedClassesAsWrong() {
    Labels.Classes labels = new Labels.Classes(List.of("a"), new int[] {0, 0});

    assertThat(Confusion.of(labels, answers(5, 0, 4), Slice.all(2)).top1())
        .contains(new Score(0.5, 2));
  }

  @Test
  void rejectsAnswersThatAreNotAnswersToTheseSamples() {
    assertThatThrownBy(() -> Confusion.of(LABELS, answers(3, 0), Slice.all(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 answers do not fit 6 labels");
    assertThatThrownBy(() -> Confusion.of(LABELS, answers(2, 0, 0, 0, 0, 0, 0), Slice.all(6)))
        .hasMessage("the model gives 2 scores, but the labels name 3 classes");
  }
}

package dev.touchstone.scenarios.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RegressionTest {

  /** The worked example of scikit-learn's mean_absolute_error and mean_squared_error. */
  private static final Labels.Values LABELS = new Labels.Values(new double[] {3, -0.5, 2, 7});

  private static final Predictions.Values VALUES =
      new Predictions.Values(new double[] {2.5, 0.0, 2, 8});

  @Test
  void agreesWithTheWorkedExampleOfScikitLearn() {
    assertThat(Regression.mae(LABELS, VALUES, Slice.all(4))).contains(new Score(0.5, 4));
    assertThat(Regression.rmse(LABELS, VALUES, Slice.all(4)))
        .contains(new Score(Math.sqrt(0.375), 4));
  }

  @Test
  void looksOnlyAtTheSlice() {
    assertThat(Regression.mae(LABELS, VALUES, Slice.of(2, 3))).contains(new Score(0.5, 2));
    assertThat(Regression.rmse(LABELS, VALUES, Slice.of(2))).contains(new Score(0, 1));
    assertThat(Regression.mae(LABELS, VALUES, Slice.of())).isEmpty();
  }

  @Test
  void isInfiniteIfAnAnswerIsNan() {
    Predictions.Values broken = new Predictions.Values(new double[] {3, Double.NaN, 2, 7});

    assertThat(Regression.mae(LABELS, broken, Slice.all(4)))
        .contains(new Score(Double.POSITIVE_INFINITY, 4));
    assertThat(Regression.rmse(LABELS, broken, Slice.all(4)))
        .contains(new Score(Double.POSITIVE_INFINITY, 4));
  }

  @Test
  void rejectsAnswersThatAreNotAnswersToTheseSamples() {
    Predictions.Values one = new Predictions.Values(new double[] {3});

    assertThatThrownBy(() -> Regression.mae(LABELS, one, Slice.all(1)))
        .hasMessage("1 answers do not fit 4 labels");
  }
}

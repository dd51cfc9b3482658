package dev.touchstone.scenarios.quality;

import static dev.touchstone.scenarios.quality.Answered.answers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlipsTest {

  private static final Labels.Classes LABELS =
      new Labels.Classes(List.of("a", "b", "c"), new int[] {0, 0, 0, 0, 1});

  @Test
  void tellsLossesFromGainsAndFromErrorsOfAnotherKind() {
    // right -> wrong, wrong -> right, wrong -> wrong otherwise, unchanged, unchanged
    Flips flips =
        Flips.between(LABELS, answers(3, 0, 1, 1, 0, 2), answers(3, 1, 0, 2, 0, 2), Slice.all(5));

    assertThat(flips).isEqualTo(new Flips(3, 1, 1, 5));
  }

  @Test
  void looksOnlyAtTheSlice() {
    assertThat(
            Flips.between(
                LABELS, answers(3, 0, 1, 1, 0, 2), answers(3, 1, 0, 2, 0, 2), Slice.of(0, 3)))
        .isEqualTo(new Flips(1, 1, 0, 2));
  }

  @Test
  void countsAnAnswerThatBecameNanAsChanged() {
    Predictions.Scores broken =
        new Predictions.Scores(new float[][] {{Float.NaN, Float.NaN, Float.NaN}});
    Labels.Classes last = new Labels.Classes(LABELS.names(), new int[] {2});

    assertThat(Flips.between(last, answers(3, 2), broken, Slice.all(1)))
        .isEqualTo(new Flips(1, 1, 0, 1));
    assertThat(Flips.changed(broken, broken, Slice.all(1))).isZero();
  }

  @Test
  void comparesUnlabeledAnswers() {
    assertThat(Flips.changed(answers(3, 0, 1, 2), answers(3, 0, 2, 1), Slice.all(3))).isEqualTo(2);
    assertThatThrownBy(() -> Flips.changed(answers(3, 0), answers(3, 0, 1), Slice.all(1)))
        .hasMessage("cannot compare 1 answers with 2");
  }

  @Test
  void rejectsFlipsThatDoNotAddUp() {
    assertThatThrownBy(() -> new Flips(1, 1, 1, 5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Flips(6, 1, 1, 5)).isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.touchstone.scenarios.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SliceTest {

  @Test
  void takesTheSamplesWithAValueInAColumn() {
    assertThat(Slice.where(List.of("dark", "bright", "dark"), "dark").indices())
        .containsExactly(0, 2);
    assertThat(Slice.where(List.of("dark"), "absent").size()).isZero();
  }

  @Test
  void takesTheSamplesOfAClass() {
    Labels.Classes labels = new Labels.Classes(List.of("a", "b"), new int[] {1, 0, 1});

    assertThat(Slice.ofClass(labels, 1).indices()).containsExactly(0, 2);
  }

  @Test
  void keepsRepetitions() {
    Slice slice = Slice.of(4, 4, 1);

    assertThat(slice.size()).isEqualTo(3);
    assertThat(slice.at(1)).isEqualTo(4);
  }

  @Test
  void rejectsAScoreThatIsNoNumberOrRestsOnNothing() {
    assertThatThrownBy(() -> new Score(Double.NaN, 3))
        .hasMessage("a score needs a number and at least one sample, was NaN of 3");
    assertThatThrownBy(() -> new Score(0.5, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}

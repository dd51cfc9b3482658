package dev.touchstone.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  @ParameterizedTest(name = "step {0} of 100 -> {1}")
  @CsvSource(
      textBlock =
          """
          # step, share with a warm-up of 10 steps
          0,  0.05
          4,  0.45
          9,  0.95
          10, 0.99992
          54, 0.50873
          99, 0.00008
          """)
  void risesStraightAndFallsAlongHalfACosine(int step, double share) {
    assertThat(new Schedule.Cosine(0.1).share(step, 100)).isCloseTo(share, within(5e-6));
  }

  @ParameterizedTest(name = "step {0} -> {1}")
  @CsvSource({"0, 1", "9, 1", "10, 0.5", "25, 0.25"})
  void stepsDownInEvenIntervals(int step, double share) {
    assertThat(new Schedule.Stairs(10, 0.5).share(step, 100)).isEqualTo(share);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void rejectsAWarmUpThatIsNoShare(double warmup) {
    assertThatThrownBy(() -> new Schedule.Cosine(warmup))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("warmup must be in [0, 1), was " + warmup);
  }

  @Test
  void rejectsStairsThatDoNotGoDown() {
    assertThatThrownBy(() -> new Schedule.Stairs(10, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Schedule.Stairs(0, 0.5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

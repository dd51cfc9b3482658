package dev.touchstone.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

  @ParameterizedTest(name = "{0} ns, p95 asked: {1} -> {2} iterations in {3} rounds")
  @CsvSource(
      textBlock =
          """
          # latency ns, p95, iterations, rounds
          1_000, false,  2500, 40
          32_000, false,    78, 40
          540_000, false,     5, 60
          1_000_000, false,     3, 80
          1_000_000, true,      3, 80
          4_000_000, false,     1, 80
          4_000_000, true,      1, 160
          20_000_000, false,     1, 40
          20_000_000, true,      1, 160
          200_000_000, false,     1, 20
          3_000_000_000, false,     1, 8
          """)
  void cutsAPairIntoBlocksOfAboutTwoAndAHalfMilliseconds(
      String latency, boolean p95, int iterations, int rounds) {
    assertThat(Pace.of(Double.parseDouble(latency.replace("_", "")), p95))
        .isEqualTo(new Pace(iterations, rounds));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 40_000, 700_000, 2_500_000, 3e6, 4.9e6, 9e6, 5e8, 1e10})
  void givesAPercentileEnoughIterationsWheneverOneIsAsked(double latency) {
    Pace pace = Pace.of(latency, true);
    assertThat(pace.iterations() * pace.rounds()).isGreaterThanOrEqualTo(130);
  }

  @Test
  void rejectsALatencyThatIsNone() {
    assertThatThrownBy(() -> Pace.of(Double.NaN, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the latency must be above 0, was NaN");
  }
}

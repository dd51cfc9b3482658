package dev.touchstone.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

  @ParameterizedTest(name = "{0} ns, compared: {1} -> {2} iterations in {3} rounds")
  @CsvSource(
      textBlock =
          """
          # latency ns, tail, iterations, rounds
          1_000, NONE,  2500, 40
          32_000, NONE,    78, 40
          540_000, NONE,     5, 60
          1_000_000, NONE,     3, 80
          1_000_000, P95,      3, 80
          4_000_000, NONE,     1, 80
          1_000_000, P99,      3, 267
          4_000_000, P95,      1, 160
          12_000_000, P99,      1, 800
          20_000_000, NONE,     1, 40
          20_000_000, P95,      1, 160
          20_000_000, P99,      1, 160
          200_000_000, NONE,     1, 20
          3_000_000_000, NONE,     1, 8
          """)
  void cutsAPairIntoBlocksOfAboutTwoAndAHalfMilliseconds(
      String latency, Pace.Tail tail, int iterations, int rounds) {
    assertThat(Pace.of(Double.parseDouble(latency.replace("_", "")), tail))
        .isEqualTo(new Pace(iterations, rounds));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 40_000, 700_000, 2_500_000, 3e6, 4.9e6, 9e6, 5e8, 1e10})
  void givesAPercentileEnoughIterationsWheneverOneIsAsked(double latency) {
    Pace pace = Pace.of(latency, Pace.Tail.P95);
    assertThat(pace.iterations() * pace.rounds()).isGreaterThanOrEqualTo(130);
  }

  @Test
  void rejectsALatencyThatIsNone() {
    assertThatThrownBy(() -> Pace.of(Double.NaN, Pace.Tail.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the latency must be above 0, was NaN");
  }
}

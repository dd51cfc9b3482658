package dev.touchstone.runner.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerTraceTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PowerTrace trace = new PowerTrace();

  /** 2 W for three seconds, then 5 W for three. */
  private void twoThenFive() {
    double[] joules = {0, 2, 4, 6, 11, 16, 21};
    for (int i = 0; i < joules.length; i++) {
      trace.add(at(i), joules[i]);
    }
  }

  @ParameterizedTest(name = "from {0} s to {1} s: {2} W")
  @CsvSource({"0, 3, 2", "3, 6, 5", "0.5, 2.25, 2", "2.5, 3.5, 3.5", "1.2, 1.4, 2", "0, 6, 3.5"})
  void tellsMeanPowerBetweenTwoInstants(double from, double to, double watts) {
    twoThenFive();
    assertThat(trace.meanWatts(at(from), at(to)).orElseThrow()).isCloseTo(watts, within(1e-9));
  }

  @ParameterizedTest(name = "from {0} s to {1} s")
  @CsvSource({"-0.1, 3", "3, 6.1", "7, 8", "3, 3"})
  void tellsNothingBeyondItsReadings(double from, double to) {
    twoThenFive();
    assertThat(trace.meanWatts(at(from), at(to))).isEmpty();
  }

  @Test
  void tellsNothingOverAGapOfMoreThanTwoSeconds() {
    trace.add(at(0), 0);
    trace.add(at(2), 4);
    trace.add(at(4.001), 8);

    assertThat(trace.meanWatts(at(0.5), at(1.5))).hasValue(2);
    assertThat(trace.meanWatts(at(1), at(3))).isEmpty();
  }

  @Test
  void leavesOutAReadingOfAClockThatWasSetBack() {
    trace.add(at(0), 0);
    trace.add(at(1), 2);
    trace.add(at(0.5), 3);
    trace.add(at(2), 4);

    assertThat(trace.meanWatts(at(0), at(2))).hasValue(2);
  }

  @Test
  void tellsNothingWithoutReadings() {
    assertThat(trace.meanWatts(at(0), at(1))).isEmpty();
    assertThat(trace.reaches(at(0))).isFalse();
  }

  private static Instant at(double seconds) {
    return START.plusNanos(Math.round(seconds * 1e9));
  }
}

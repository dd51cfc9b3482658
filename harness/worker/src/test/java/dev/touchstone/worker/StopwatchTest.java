package dev.touchstone.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.worker.protocol.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopwatchTest {

  private final FakeClock clock = new FakeClock();

  @Test
  void takesWallAndCpuTimeOfARun() throws InferenceException {
    ObservationLog log = new ObservationLog(1);

    long wall = new Stopwatch(clock, clock.cpu(), 0).time(this::workAndWait, log);

    Reply.Observed observed = log.part(0, 1);
    assertThat(wall).isEqualTo(1_300);
    assertThat(observed.wallNanos(0)).isEqualTo(1_300);
    assertThat(observed.cpuNanos(0)).isEqualTo(1_000);
  }

  @ParameterizedTest(name = "fraction {0} turns 1000 ns into {1} ns")
  @CsvSource({"0, 1000", "0.03, 1030", "0.1, 1100", "1, 2000", "2.5, 3500"})
  void makesARunLongerInWallAndCpuTimeByTheInjectedFraction(double fraction, long expected)
      throws InferenceException {
    ObservationLog log = new ObservationLog(1);

    new Stopwatch(clock, clock.cpu(), fraction).time(() -> clock.work(1_000), log);

    assertThat(log.part(0, 1).wallNanos(0)).isEqualTo(expected);
    assertThat(log.part(0, 1).cpuNanos(0)).isEqualTo(expected);
  }

  @Test
  void countsFromTheInstantAtWhichARunWasDue() throws InferenceException {
    ObservationLog log = new ObservationLog(1);
    clock.idle(500);

    long wall = new Stopwatch(clock, clock.cpu(), 0).timeSince(200, () -> clock.work(50), log);

    assertThat(wall).isEqualTo(350);
    assertThat(log.part(0, 1).cpuNanos(0)).isEqualTo(50);
  }

  @Test
  void lengthensARunThatWasLateByItsOwnTimeOnly() throws InferenceException {
    ObservationLog log = new ObservationLog(1);
    clock.idle(500);

    long wall = new Stopwatch(clock, clock.cpu(), 1).timeSince(200, () -> clock.work(50), log);

    assertThat(wall).isEqualTo(400);
  }

  @Test
  void keepsNothingOfARunThatFails() {
    ObservationLog log = new ObservationLog(1);
    Stopwatch stopwatch = new Stopwatch(clock, clock.cpu(), 0);

    assertThatThrownBy(
            () ->
                stopwatch.time(
                    () -> {
                      throw new InferenceException("no");
                    },
                    log))
        .isInstanceOf(InferenceException.class)
        .hasMessage("no");
    assertThat(log.size()).isZero();
  }

  @Test
  void dropsWhatDoesNotFitIntoTheLog() throws InferenceException {
    ObservationLog log = new ObservationLog(2);
    Stopwatch stopwatch = new Stopwatch(clock, clock.cpu(), 0);
    for (int i = 0; i < 3; i++) {
      stopwatch.time(() -> clock.work(10), log);
    }
    assertThat(log.size()).isEqualTo(2);
  }

  private void workAndWait() {
    clock.work(1_000);
    clock.idle(300);
  }
}

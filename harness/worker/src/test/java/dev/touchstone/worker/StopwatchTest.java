package dev.touchstone.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Batching;
import dev.touchstone.worker.protocol.Reply;
import dev.touchstone.worker.protocol.Stall;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopwatchTest {

  private final FakeClock clock = new FakeClock();
  private final ObservationLog log = new ObservationLog(10);

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
  void countsFromTheInstantAtWhichAQueryWasDue() throws InferenceException {
    clock.idle(500);

    assertThat(waited(new Stopwatch(clock, clock.cpu(), 0))).isEqualTo(550);
    assertThat(log.part(0, 1).cpuNanos(0)).isEqualTo(50);
  }

  @Test
  void lengthensARunThatWasLateByItsOwnTimeOnly() throws InferenceException {
    clock.idle(500);

    assertThat(waited(new Stopwatch(clock, clock.cpu(), 1))).isEqualTo(600);
  }

  @Test
  void sharesTheTimeOfABatchAmongItsQueries() throws InferenceException {
    Schedule bursts = Schedule.of(new Arrival.Burst(4, 1_000, new Batching(4, 0)));
    new Stopwatch(clock, clock.cpu(), 0)
        .timeSince(bursts, 4, () -> clock.work(80), log, new Histogram(3));

    assertThat(log.size()).isEqualTo(4);
    assertThat(log.part(3, 4).wallNanos(0)).isEqualTo(80);
    assertThat(log.part(3, 4).cpuNanos(0)).isEqualTo(20);
  }

  @ParameterizedTest(name = "a run of 30 ns from {0} on takes {1} ns")
  @CsvSource({
    // A stall of 200 ns begins at 1000, and another one at 2000.
    "0, 30",
    "960, 30",
    "990, 230",
    "1000, 230",
    "1150, 80",
    "1199, 31",
    "1200, 30",
    "2050, 180"
  })
  void holdsUpWhatRunsOrComesWhileItStalls(long start, long expected) throws InferenceException {
    Stopwatch stopwatch = new Stopwatch(clock, clock.cpu(), 0, Optional.of(new Stall(200, 1_000)));
    clock.idle(start);

    assertThat(stopwatch.time(() -> clock.work(30), log)).isEqualTo(expected);
    assertThat(log.part(0, 1).cpuNanos(0)).isEqualTo(30);
  }

  private long waited(Stopwatch stopwatch) throws InferenceException {
    Schedule atOnce = Schedule.of(new Arrival.Burst(1, 1_000_000, Batching.NONE));
    stopwatch.timeSince(atOnce, 1, () -> clock.work(50), log, new Histogram(3));
    return log.part(0, 1).wallNanos(0);
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

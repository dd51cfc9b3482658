package dev.touchstone.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Reply;
import dev.touchstone.worker.protocol.Stop;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LoadRunTest {

  private static final long MILLI = 1_000_000;

  private final FakeClock clock = new FakeClock();
  private final LoadRun run = new LoadRun(clock, new Stopwatch(clock, clock.cpu(), 0));
  private final ObservationLog log = new ObservationLog(10_000);

  @Test
  void runsAClosedLoopUntilTimeAndNumberAreReached() throws Exception {
    Reply.LoadDone done =
        run.run(
            new Arrival.SingleStream(),
            new Stop(10 * MILLI, 3, 1_000),
            () -> clock.work(MILLI),
            1,
            log);

    assertThat(done.queries()).isEqualTo(10);
    assertThat(done.observations()).isEqualTo(10);
    assertThat(done.samplesPerQuery()).isEqualTo(1);
    assertThat(done.elapsedNanos()).isEqualTo(10 * MILLI);
  }

  @Test
  void goesOnAfterTheTimeUntilThereAreEnoughQueries() throws Exception {
    Reply.LoadDone done =
        run.run(new Arrival.SingleStream(), new Stop(1, 7, 1_000), () -> clock.work(MILLI), 1, log);

    assertThat(done.queries()).isEqualTo(7);
  }

  @Test
  void endsBeforeTheTimeWhenThereAreMoreThanEnoughQueries() throws Exception {
    Reply.LoadDone done =
        run.run(
            new Arrival.SingleStream(),
            new Stop(1_000 * MILLI, 3, 20),
            () -> clock.work(MILLI),
            1,
            log);

    assertThat(done.queries()).isEqualTo(20);
  }

  @Test
  void countsTheSamplesOfAQuery() throws Exception {
    assertThat(
            run.run(
                    new Arrival.MultiStream(4),
                    Stop.afterQueries(2),
                    () -> clock.work(MILLI),
                    4,
                    log)
                .samplesPerQuery())
        .isEqualTo(4);
    assertThat(
            run.run(new Arrival.Offline(8), Stop.afterQueries(2), () -> clock.work(MILLI), 1, log)
                .samplesPerQuery())
        .isEqualTo(8);
  }

  @Test
  void waitsForQueriesThatArriveSlowlyAndTimesOnlyTheirWork() throws Exception {
    Reply.LoadDone done =
        run.run(new Arrival.Server(1, 7), Stop.afterQueries(50), () -> clock.work(MILLI), 1, log);

    Histogram latencies = done.histogram().decode();
    assertThat(latencies.getValueAtPercentile(50)).isCloseTo(MILLI, within(MILLI / 500));
    assertThat(done.elapsedNanos()).isGreaterThan(20_000 * MILLI);
  }

  @Test
  void letsEveryQueryThatAStallDelaysFeelIt() throws Exception {
    long[] number = new long[1];
    Inference stallsOnce = () -> clock.work(number[0]++ == 0 ? 1_000 * MILLI : MILLI / 100);

    run.run(new Arrival.Server(1_000, 7), Stop.afterQueries(500), stallsOnce, 1, log);

    long[] latencies = new long[log.size()];
    for (int i = 0; i < latencies.length; i++) {
      latencies[i] = log.part(i, i + 1).wallNanos(0);
    }
    // Arrivals of about half a second were due during the stall of one second; a closed loop would
    // have shown a single slow query.
    assertThat(Arrays.stream(latencies).filter(nanos -> nanos > 400 * MILLI).count())
        .isGreaterThan(450);
    assertThat(latencies[0]).isEqualTo(1_000 * MILLI);
  }

  @Test
  void keepsWhatTheLogCannotHoldInTheHistogram() throws Exception {
    ObservationLog small = new ObservationLog(5);

    Reply.LoadDone done =
        run.run(
            new Arrival.SingleStream(), Stop.afterQueries(100), () -> clock.work(MILLI), 1, small);

    assertThat(done.observations()).isEqualTo(5);
    assertThat(done.queries()).isEqualTo(100);
    assertThat(done.histogram().decode().getTotalCount()).isEqualTo(100);
  }
}

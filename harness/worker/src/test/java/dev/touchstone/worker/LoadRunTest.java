package dev.touchstone.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Batching;
import dev.touchstone.worker.protocol.Reply;
import dev.touchstone.worker.protocol.Stall;
import dev.touchstone.worker.protocol.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LoadRunTest {

  private static final long MILLI = 1_000_000;

  private final FakeClock clock = new FakeClock();
  private final Stopwatch stopwatch = new Stopwatch(clock, clock.cpu(), 0);
  private final ObservationLog log = new ObservationLog(100_000);
  private final List<Integer> batches = new ArrayList<>();

  private Reply.LoadDone run(Arrival arrival, Stop stop) throws InferenceException {
    return loadRun(stopwatch, arrival).run(stop, 1, log).done();
  }

  /** Every inference takes 1 ms, whatever its batch. */
  private LoadRun loadRun(Stopwatch with, Arrival arrival) {
    return new LoadRun(
        clock,
        with,
        arrival,
        queries ->
            () -> {
              batches.add(queries);
              clock.work(MILLI);
            });
  }

  private long[] latencies() {
    long[] latencies = new long[log.size()];
    Arrays.setAll(latencies, i -> log.part(i, i + 1).wallNanos(0));
    return latencies;
  }

  @Nested
  class InAClosedLoop {

    @Test
    void runsUntilTimeAndNumberAreReached() throws Exception {
      Reply.LoadDone done = run(new Arrival.SingleStream(), new Stop(10 * MILLI, 3, 1_000));

      assertThat(done.queries()).isEqualTo(10);
      assertThat(done.observations()).isEqualTo(10);
      assertThat(done.inferences()).isEqualTo(10);
      assertThat(done.samplesPerQuery()).isEqualTo(1);
      assertThat(done.elapsedNanos()).isEqualTo(10 * MILLI);
    }

    @Test
    void goesOnAfterTheTimeUntilThereAreEnoughQueries() throws Exception {
      assertThat(run(new Arrival.SingleStream(), new Stop(1, 7, 1_000)).queries()).isEqualTo(7);
    }

    @Test
    void endsBeforeTheTimeWhenThereAreMoreThanEnoughQueries() throws Exception {
      Stop stop = new Stop(1_000 * MILLI, 3, 20);

      assertThat(run(new Arrival.SingleStream(), stop).queries()).isEqualTo(20);
    }

    @Test
    void countsTheSamplesOfAQuery() throws Exception {
      Reply.LoadDone multi =
          loadRun(stopwatch, new Arrival.MultiStream(4)).run(Stop.afterQueries(2), 4, log).done();

      assertThat(multi.samplesPerQuery()).isEqualTo(4);
      assertThat(multi.inferences()).isEqualTo(8);
      assertThat(run(new Arrival.Offline(8), Stop.afterQueries(2)).samplesPerQuery()).isEqualTo(8);
    }

    @Test
    void keepsWhatTheLogCannotHoldInTheHistogram() throws Exception {
      ObservationLog small = new ObservationLog(5);
      Reply.LoadDone done =
          loadRun(stopwatch, new Arrival.SingleStream())
              .run(Stop.afterQueries(100), 1, small)
              .done();

      assertThat(done.observations()).isEqualTo(5);
      assertThat(done.queries()).isEqualTo(100);
      assertThat(done.histogram().decode().getTotalCount()).isEqualTo(100);
    }
  }

  @Nested
  class BySchedule {

    @Test
    void waitsForQueriesThatArriveSlowlyAndTimesOnlyTheirWork() throws Exception {
      Reply.LoadDone done = run(new Arrival.Server(1, 7), Stop.afterQueries(50));

      Histogram latencies = done.histogram().decode();
      assertThat(latencies.getValueAtPercentile(50)).isCloseTo(MILLI, within(MILLI / 500));
      assertThat(done.elapsedNanos()).isGreaterThan(20_000 * MILLI);
    }

    @Test
    void queuesWhatArrivesFasterThanItIsServed() throws Exception {
      run(new Arrival.Server(2_000, 7), Stop.afterQueries(1_000));

      // Half of the queries must wait, and the last ones for about half of the whole time.
      assertThat(latencies()[999]).isCloseTo(500 * MILLI, within(60 * MILLI));
    }

    @Test
    void letsAllQueriesOfABurstWaitForEachOther() throws Exception {
      run(new Arrival.Burst(4, 10 * MILLI, Batching.NONE), Stop.afterQueries(8));

      assertThat(latencies())
          .containsExactly(
              MILLI, 2 * MILLI, 3 * MILLI, 4 * MILLI, MILLI, 2 * MILLI, 3 * MILLI, 4 * MILLI);
    }

    @Test
    void countsFromTheBurstEvenIfTheLastOneIsNotAnswered() throws Exception {
      run(new Arrival.Burst(4, 2 * MILLI, Batching.NONE), Stop.afterQueries(8));

      assertThat(latencies()[7]).isEqualTo(6 * MILLI);
    }

    @Test
    void goesOnWithTheQueriesThatWaitedAsIfItHadNotStopped() throws Exception {
      LoadRun whole = loadRun(stopwatch, new Arrival.Server(2_000, 7));
      whole.run(Stop.afterQueries(300), 1, log);
      long[] uninterrupted = latencies();

      ObservationLog first = new ObservationLog(1_000);
      ObservationLog second = new ObservationLog(1_000);
      LoadRun parted = loadRun(stopwatch, new Arrival.Server(2_000, 7));
      parted.run(Stop.afterQueries(100), 1, first);
      clock.idle(12_345 * MILLI);
      Reply.LoadDone rest = parted.run(Stop.afterQueries(200), 1, second).done();

      assertThat(first.part(99, 100).wallNanos(0)).isEqualTo(uninterrupted[99]);
      assertThat(second.part(0, 1).wallNanos(0)).isEqualTo(uninterrupted[100]);
      assertThat(second.part(199, 200).wallNanos(0)).isEqualTo(uninterrupted[299]);
      assertThat(rest.queries()).isEqualTo(200);
    }
  }

  @Nested
  class WithDynamicBatching {

    @Test
    void startsAFullBatchAtOnce() throws Exception {
      Arrival bursts = new Arrival.Burst(8, 100 * MILLI, new Batching(4, 10 * MILLI));
      Reply.LoadDone done = run(bursts, Stop.afterQueries(16));

      assertThat(batches).containsExactly(4, 4, 4, 4);
      assertThat(done.inferences()).isEqualTo(4);
      assertThat(latencies()[0]).isEqualTo(MILLI);
      assertThat(latencies()[7]).isEqualTo(2 * MILLI);
    }

    @Test
    void startsABatchThatIsNotFullWhenItsOldestQueryHasWaitedForTheTimeout() throws Exception {
      Arrival bursts = new Arrival.Burst(3, 100 * MILLI, new Batching(8, 10 * MILLI));
      run(bursts, Stop.afterQueries(6));

      assertThat(batches).containsExactly(3, 3);
      assertThat(latencies()).containsOnly(11 * MILLI);
    }

    @Test
    void takesWhatArrivedWhileTheModelWasBusyWithoutWaitingOnceItsTimeoutIsOver() throws Exception {
      // One query every 0.3 ms: the first batch waits 0.5 ms for two, the next is what came since.
      Arrival steady = new Arrival.Burst(1, 3 * MILLI / 10, new Batching(8, MILLI / 2));
      run(steady, Stop.afterQueries(30));

      assertThat(batches.subList(0, 4)).containsExactly(2, 4, 3, 3);
    }

    @Test
    void servesARateThatSingleQueriesCannotKeepUpWith() throws Exception {
      run(new Arrival.Server(3_000, 3, new Batching(16, 5 * MILLI)), Stop.afterQueries(3_000));

      assertThat(Arrays.stream(latencies()).max().orElse(0)).isLessThan(10 * MILLI);
      assertThat(batches).allSatisfy(size -> assertThat(size).isBetween(1, 16));
    }
  }

  @Nested
  class WhenItIsSustained {

    @Test
    void keepsAHistogramOfEverySlice() throws Exception {
      long[] cost = {MILLI};
      LoadRun heating =
          new LoadRun(
              clock,
              stopwatch,
              new Arrival.Sustained(10 * MILLI),
              queries -> () -> clock.work(clock.nanos() < 20 * MILLI ? cost[0] : 2 * cost[0]));

      LoadRun.Stretch stretch = heating.run(Stop.afterTime(40 * MILLI), 1, log);

      assertThat(stretch.slices()).extracting(Reply.Sliced::fromNanos).startsWith(0L, 10 * MILLI);
      assertThat(median(stretch.slices().get(0))).isCloseTo(MILLI, within(MILLI / 500));
      assertThat(median(stretch.slices().get(3))).isCloseTo(2 * MILLI, within(MILLI / 250));
      long inSlices = 0;
      for (Reply.Sliced slice : stretch.slices()) {
        inSlices += slice.histogram().decode().getTotalCount();
      }
      assertThat(inSlices).isEqualTo(stretch.done().queries());
    }

    @Test
    void leavesSlicesEmptyThatAQuerySpans() throws Exception {
      LoadRun slow =
          new LoadRun(
              clock, stopwatch, new Arrival.Sustained(MILLI), q -> () -> clock.work(5 * MILLI));

      LoadRun.Stretch stretch = slow.run(Stop.afterTime(10 * MILLI), 1, log);

      assertThat(stretch.slices()).hasSize(10);
      assertThat(stretch.slices().get(1).histogram().decode().getTotalCount()).isZero();
      assertThat(stretch.slices().get(4).histogram().decode().getTotalCount()).isOne();
      assertThat(stretch.slices().get(9).histogram().decode().getTotalCount()).isOne();
    }

    @Test
    void makesNoSliceOfTheLittleByWhichTheLastQueryIsLate() throws Exception {
      LoadRun uneven =
          new LoadRun(
              clock,
              stopwatch,
              new Arrival.Sustained(10 * MILLI),
              q -> () -> clock.work(3 * MILLI));

      LoadRun.Stretch stretch = uneven.run(Stop.afterTime(40 * MILLI), 1, log);

      assertThat(stretch.done().elapsedNanos()).isEqualTo(42 * MILLI);
      assertThat(stretch.slices()).hasSize(4);
      assertThat(stretch.slices().get(3).toNanos()).isEqualTo(40 * MILLI);
    }

    private long median(Reply.Sliced slice) throws Exception {
      return slice.histogram().decode().getValueAtPercentile(50);
    }
  }

  /** A model of 1 ms that stalls for 200 ms every 5 s, at 40 queries a second for 100 s. */
  @Nested
  class AgainstAModelThatStalls {

    private final Stopwatch stalling =
        new Stopwatch(clock, clock.cpu(), 0, Optional.of(new Stall(200 * MILLI, 5_000 * MILLI)));

    @Test
    void hidesTheStallInAClosedLoop() throws Exception {
      Reply.LoadDone done =
          loadRun(stalling, new Arrival.SingleStream())
              .run(Stop.after(100_000 * MILLI, 1), 1, log)
              .done();

      Histogram latencies = done.histogram().decode();
      assertThat(latencies.getValueAtPercentile(99)).isCloseTo(MILLI, within(MILLI / 500));
      assertThat(latencies.getMaxValue()).isGreaterThan(200 * MILLI);
    }

    @Test
    void showsTheStallFromTheScheduledInstant() throws Exception {
      Reply.LoadDone done =
          loadRun(stalling, new Arrival.Server(40, 5)).run(Stop.afterQueries(4_000), 1, log).done();

      // Four in a hundred queries are scheduled in a stall and wait for what is left of it.
      Histogram latencies = done.histogram().decode();
      assertThat(latencies.getValueAtPercentile(50)).isLessThan(2 * MILLI);
      assertThat(latencies.getValueAtPercentile(99)).isBetween(120 * MILLI, 200 * MILLI);
    }
  }
}

package dev.touchstone.worker;

import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Batching;
import dev.touchstone.worker.protocol.EncodedHistogram;
import dev.touchstone.worker.protocol.Reply;
import dev.touchstone.worker.protocol.Stop;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Runs queries as a load pattern issues them. It can be stopped and go on later: queries that wait
 * by then go on waiting, and the time in between counts for nothing. Not thread-safe.
 */
final class LoadRun {

  static final int SIGNIFICANT_DIGITS = 3;

  private final NanoClock clock;
  private final Stopwatch stopwatch;
  private final Arrival arrival;
  private final Serving serving;
  private final Optional<Schedule> schedule;
  private long stoppedAt;

  /** Runs a model on the inputs of several queries at once. */
  @FunctionalInterface
  interface Serving {

    /**
     * The inference that serves so many queries.
     *
     * @param queries from 1 to the most of a batch
     */
    Inference of(int queries);
  }

  /**
   * Starts before the first query.
   *
   * @param serving runs the queries, each of {@link #samplesPerQuery} samples
   */
  LoadRun(NanoClock clock, Stopwatch stopwatch, Arrival arrival, Serving serving) {
    this.clock = clock;
    this.stopwatch = stopwatch;
    this.arrival = arrival;
    this.serving = serving;
    this.schedule =
        Schedule.isScheduled(arrival) ? Optional.of(Schedule.of(arrival)) : Optional.empty();
  }

  /**
   * What a stretch of a load did.
   *
   * @param slices of its time, where the arrival asks for them
   */
  record Stretch(List<Reply.Sliced> slices, Reply.LoadDone done) {}

  /**
   * Runs until the load is over, or goes on until it is over again.
   *
   * @param inferencesPerQuery how many inferences a query is, where it is not part of a batch
   * @param log takes the queries' times
   * @throws InferenceException if a query fails; the load ends there
   */
  Stretch run(Stop stop, int inferencesPerQuery, ObservationLog log) throws InferenceException {
    Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
    histogram.setAutoResize(true);
    Slices slices =
        new Slices(arrival instanceof Arrival.Sustained s ? s.sliceNanos() : Long.MAX_VALUE);
    long start = clock.nanos();
    Counts counts =
        schedule.isPresent()
            ? scheduled(schedule.get(), stop, log, histogram, start)
            : closedLoop(stop, log, histogram, slices, start);
    stoppedAt = clock.nanos();
    return new Stretch(
        slices.finish(stoppedAt - start),
        new Reply.LoadDone(
            log.size(),
            counts.queries,
            samplesPerQuery(arrival),
            inferencesPerQuery,
            stoppedAt - start,
            counts.inferences * inferencesPerQuery,
            EncodedHistogram.of(histogram)));
  }

  private record Counts(long queries, long inferences) {}

  static int samplesPerQuery(Arrival arrival) {
    if (arrival instanceof Arrival.MultiStream multi) {
      return multi.samplesPerQuery();
    }
    return arrival instanceof Arrival.Offline offline ? offline.batch() : 1;
  }

  private Counts closedLoop(
      Stop stop, ObservationLog log, Histogram histogram, Slices slices, long start)
      throws InferenceException {
    Inference query = serving.of(1);
    boolean sliced = arrival instanceof Arrival.Sustained;
    long done = 0;
    while (!over(stop, done, start)) {
      long wall = stopwatch.time(query, log);
      histogram.recordValue(wall);
      if (sliced) {
        slices.record(clock.nanos() - start, wall);
      }
      done++;
    }
    return new Counts(done, done);
  }

  private Counts scheduled(
      Schedule queue, Stop stop, ObservationLog log, Histogram histogram, long start)
      throws InferenceException {
    queue.delay(start - stoppedAt);
    Batching batching = arrival.batching();
    long done = 0;
    long inferences = 0;
    while (!over(stop, done, start)) {
      int most = (int) Math.min(batching.maxBatch(), stop.atMostQueries() - done);
      clock.waitUntil(closing(queue, batching));
      int batch = arrived(queue, most, clock.nanos());
      stopwatch.timeSince(queue, batch, serving.of(batch), log, histogram);
      queue.take(batch);
      done += batch;
      inferences++;
    }
    return new Counts(done, inferences);
  }

  /** When the next batch is closed at the latest: it is full, or its oldest query waited enough. */
  private static long closing(Schedule queue, Batching batching) {
    long timeout = queue.due(0) + batching.timeoutNanos();
    long full = queue.due(batching.maxBatch() - 1);
    return full - timeout < 0 ? full : timeout;
  }

  private static int arrived(Schedule queue, int most, long now) {
    int count = 1;
    while (count < most && queue.due(count) - now <= 0) {
      count++;
    }
    return count;
  }

  private boolean over(Stop stop, long done, long start) {
    return done >= stop.atMostQueries()
        || (done >= stop.queries() && clock.nanos() - start >= stop.nanos());
  }
}

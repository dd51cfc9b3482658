package dev.touchstone.worker;

import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.EncodedHistogram;
import dev.touchstone.worker.protocol.Reply;
import dev.touchstone.worker.protocol.Stop;
import org.HdrHistogram.Histogram;

/** Runs queries as a load pattern issues them. */
final class LoadRun {

  private static final int SIGNIFICANT_DIGITS = 3;

  private final NanoClock clock;
  private final Stopwatch stopwatch;

  LoadRun(NanoClock clock, Stopwatch stopwatch) {
    this.clock = clock;
    this.stopwatch = stopwatch;
  }

  /**
   * Runs until the load is over.
   *
   * @param query one query, of {@link #samplesPerQuery} samples
   * @param inferencesPerQuery how many inferences a query is
   * @param log takes the queries' times
   * @throws InferenceException if a query fails; the load ends there
   */
  Reply.LoadDone run(
      Arrival arrival, Stop stop, Inference query, int inferencesPerQuery, ObservationLog log)
      throws InferenceException {
    Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
    histogram.setAutoResize(true);
    long start = clock.nanos();
    long queries =
        arrival instanceof Arrival.Server server
            ? scheduled(server, stop, query, log, histogram, start)
            : closedLoop(stop, query, log, histogram, start);
    return new Reply.LoadDone(
        log.size(),
        queries,
        samplesPerQuery(arrival),
        inferencesPerQuery,
        clock.nanos() - start,
        EncodedHistogram.of(histogram));
  }

  static int samplesPerQuery(Arrival arrival) {
    if (arrival instanceof Arrival.MultiStream multi) {
      return multi.samplesPerQuery();
    }
    return arrival instanceof Arrival.Offline offline ? offline.batch() : 1;
  }

  private long closedLoop(
      Stop stop, Inference query, ObservationLog log, Histogram histogram, long start)
      throws InferenceException {
    long done = 0;
    while (!over(stop, done, start)) {
      histogram.recordValue(stopwatch.time(query, log));
      done++;
    }
    return done;
  }

  private long scheduled(
      Arrival.Server server,
      Stop stop,
      Inference query,
      ObservationLog log,
      Histogram histogram,
      long start)
      throws InferenceException {
    PoissonArrivals arrivals = new PoissonArrivals(server.ratePerSecond(), server.seed());
    long due = start;
    long done = 0;
    while (!over(stop, done, start)) {
      due += arrivals.nextGapNanos();
      clock.waitUntil(due);
      histogram.recordValue(stopwatch.timeSince(due, query, log));
      done++;
    }
    return done;
  }

  private boolean over(Stop stop, long done, long start) {
    return done >= stop.atMostQueries()
        || (done >= stop.queries() && clock.nanos() - start >= stop.nanos());
  }
}

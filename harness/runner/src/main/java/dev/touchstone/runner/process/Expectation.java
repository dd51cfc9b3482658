package dev.touchstone.runner.process;

import dev.touchstone.baselines.Block;
import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Marks;
import dev.touchstone.worker.protocol.Reply;
import dev.touchstone.worker.protocol.Stop;
import dev.touchstone.worker.protocol.WarmUp;

/** How long a worker's commands should take, by what it took so far. Not thread-safe. */
final class Expectation {

  private double inferenceNanos;

  /** Begins with the warm-up, or with the first inference if there was none. */
  Expectation(Reply.Ready ready) {
    Marks marks = ready.marks();
    long nanos =
        ready.warmUpIterations() > 0
            ? (marks.warm() - marks.firstInferenceDone()) / ready.warmUpIterations()
            : marks.firstInferenceDone() - marks.sessionCreated();
    this.inferenceNanos = Math.max(0, nanos);
  }

  /** A machine that has become slower may stay so. */
  void learn(Block block) {
    double sum = 0;
    for (int i = 0; i < block.size(); i++) {
      sum += block.wallNanos(i);
    }
    inferenceNanos = Math.max(inferenceNanos, sum / block.size());
  }

  /** Nanoseconds for so many inferences. */
  double inferences(long count) {
    return count * inferenceNanos;
  }

  /** Nanoseconds for a load pattern, with the warm-up that batches need. */
  double load(Arrival arrival, Stop stop) {
    int warmUps = WarmUp.STANDARD.atLeastIterations() + 1;
    double queries = inferences((stop.queries() + (long) warmUps) * samplesPerQuery(arrival));
    double schedule = stop.queries() * nanosBetweenQueries(arrival);
    // The worker's own clock ends a timed load: twice its time is patience enough.
    double time = 2.0 * stop.nanos() / Limits.PATIENCE;
    return Math.max(time, Math.max(queries, schedule));
  }

  private static double nanosBetweenQueries(Arrival arrival) {
    if (arrival instanceof Arrival.Server server) {
      return 1e9 / server.ratePerSecond();
    }
    return arrival instanceof Arrival.Burst burst
        ? (double) burst.everyNanos() / burst.queries()
        : 0;
  }

  private static int samplesPerQuery(Arrival arrival) {
    if (arrival instanceof Arrival.MultiStream multi) {
      return multi.samplesPerQuery();
    }
    return arrival instanceof Arrival.Offline offline ? offline.batch() : 1;
  }
}

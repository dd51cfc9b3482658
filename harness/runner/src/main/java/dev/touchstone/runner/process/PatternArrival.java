package dev.touchstone.runner.process;

import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Batching;
import java.util.Optional;

/** Puts load patterns into the worker's words. */
public final class PatternArrival {

  private PatternArrival() {}

  /**
   * The arrival of a load pattern.
   *
   * @param seed of the schedule, where it is random
   * @throws IllegalArgumentException if it is a server whose rate is still to be searched
   */
  public static Arrival of(LoadPattern load, long seed) {
    if (load instanceof LoadPattern.MultiStream multi) {
      return new Arrival.MultiStream(multi.samplesPerQuery());
    }
    if (load instanceof LoadPattern.Server server) {
      double rate =
          server
              .ratePerSecond()
              .orElseThrow(() -> new IllegalArgumentException("the rate is not known yet"));
      return new Arrival.Server(rate, seed, batching(server.batching()));
    }
    if (load instanceof LoadPattern.Offline offline) {
      return new Arrival.Offline(offline.batch());
    }
    if (load instanceof LoadPattern.Burst burst) {
      return new Arrival.Burst(burst.queries(), burst.everyNanos(), batching(burst.batching()));
    }
    if (load instanceof LoadPattern.Sustained sustained) {
      return new Arrival.Sustained(sustained.sliceNanos());
    }
    return new Arrival.SingleStream();
  }

  private static Batching batching(Optional<LoadPattern.Batching> batching) {
    return batching.map(b -> new Batching(b.maxBatch(), b.timeoutNanos())).orElse(Batching.NONE);
  }
}

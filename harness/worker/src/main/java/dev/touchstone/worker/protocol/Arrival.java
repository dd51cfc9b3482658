package dev.touchstone.worker.protocol;

/**
 * How queries arrive, as MLPerf LoadGen defines it.
 *
 * <p>Source: mlcommons/inference, {@code loadgen/test_settings.h}, enum {@code TestScenario}.
 */
public sealed interface Arrival {

  /** The next query is issued when the last is complete; one sample a query. */
  record SingleStream() implements Arrival {}

  /**
   * The next query is issued when the last is complete.
   *
   * @param samplesPerQuery at least 1; in one inference if the model takes batches, one after the
   *     other if it does not
   */
  record MultiStream(int samplesPerQuery) implements Arrival {

    /** Rejects an empty query. */
    public MultiStream {
      requireSamples(samplesPerQuery);
    }
  }

  /**
   * Queries of one sample arrive as a Poisson process; a query that finds the model busy waits, and
   * its latency runs from the instant for which it was scheduled.
   *
   * @param ratePerSecond mean arrivals per second, above 0
   * @param seed of the schedule
   */
  record Server(double ratePerSecond, long seed) implements Arrival {

    /** Rejects a rate that is no rate. */
    public Server {
      if (!(ratePerSecond > 0 && ratePerSecond < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the rate must be above 0 a second, was " + ratePerSecond);
      }
    }
  }

  /**
   * All samples are there at once; only throughput counts.
   *
   * @param batch samples in one inference, at least 1; one after the other if the model takes no
   *     batches
   */
  record Offline(int batch) implements Arrival {

    /** Rejects an empty batch. */
    public Offline {
      requireSamples(batch);
    }
  }

  private static void requireSamples(int samples) {
    if (samples < 1) {
      throw new IllegalArgumentException("a query needs at least one sample, was " + samples);
    }
  }
}

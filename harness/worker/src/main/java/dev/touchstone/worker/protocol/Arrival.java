package dev.touchstone.worker.protocol;

/**
 * How queries arrive: single-stream, multi-stream, server and offline as MLPerf LoadGen defines
 * them, and two of ours.
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
   * @param batching how waiting queries are put together
   */
  record Server(double ratePerSecond, long seed, Batching batching) implements Arrival {

    /** Every query by itself. */
    public Server(double ratePerSecond, long seed) {
      this(ratePerSecond, seed, Batching.NONE);
    }

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

  /**
   * Several queries of one sample arrive at once, again and again after the same time; their
   * latency runs from that instant, whether or not the burst before is answered by then.
   *
   * @param queries in each burst, at least 1
   * @param everyNanos from one burst to the next, at least 1
   * @param batching how waiting queries are put together
   */
  record Burst(int queries, long everyNanos, Batching batching) implements Arrival {

    /** Rejects an empty burst, and bursts all at one instant. */
    public Burst {
      requireSamples(queries);
      if (everyNanos < 1) {
        throw new IllegalArgumentException(
            "bursts must lie apart, were " + everyNanos + " ns from each other");
      }
    }
  }

  /**
   * The next query is issued when the last is complete, one sample a query, and every slice of the
   * time has a histogram of its own.
   *
   * @param sliceNanos at least 1
   */
  record Sustained(long sliceNanos) implements Arrival {

    /** Rejects a slice of no time. */
    public Sustained {
      if (sliceNanos < 1) {
        throw new IllegalArgumentException("a slice must last, was " + sliceNanos + " ns");
      }
    }
  }

  /** How waiting queries are put together; one by one where queries do not wait. */
  default Batching batching() {
    return Batching.NONE;
  }

  private static void requireSamples(int samples) {
    if (samples < 1) {
      throw new IllegalArgumentException("a query needs at least one sample, was " + samples);
    }
  }
}

package dev.touchstone.scenarios;

import java.util.List;
import java.util.Optional;

/**
 * How queries arrive at the system under test, as MLPerf LoadGen defines it ("scenario" there).
 *
 * <p>Source: mlcommons/inference, {@code loadgen/test_settings.h}, enum {@code TestScenario}.
 */
public sealed interface LoadPattern {

  /** The names of all patterns, in the order of MLPerf's own list. */
  List<String> KEYS = List.of("single-stream", "multi-stream", "server", "offline");

  /** The name in scenario files. */
  String key();

  /** The next query is issued when the last is complete; one sample a query. */
  record SingleStream() implements LoadPattern {
    @Override
    public String key() {
      return "single-stream";
    }
  }

  /**
   * The next query is issued when the last is complete; several samples a query.
   *
   * @param samplesPerQuery at least 1
   */
  record MultiStream(int samplesPerQuery) implements LoadPattern {

    /** Rejects a query without samples. */
    public MultiStream {
      if (samplesPerQuery < 1) {
        throw new IllegalArgumentException("samplesPerQuery must be >= 1, was " + samplesPerQuery);
      }
    }

    @Override
    public String key() {
      return "multi-stream";
    }
  }

  /**
   * Queries arrive as a Poisson process; latency runs from the scheduled instant, so a stall is
   * felt by every query that it delays.
   *
   * @param ratePerSecond mean arrivals per second, above 0
   * @param boundNanos the 99th percentile that must hold, if one is stated; the reader makes a
   *     requirement of it
   */
  record Server(double ratePerSecond, Optional<Long> boundNanos) implements LoadPattern {

    /** Rejects a rate that is not positive and finite, and a bound of no time. */
    public Server {
      if (!(ratePerSecond > 0 && ratePerSecond < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("ratePerSecond must be > 0, was " + ratePerSecond);
      }
      if (boundNanos.filter(bound -> bound < 1).isPresent()) {
        throw new IllegalArgumentException("boundNanos must be >= 1, was " + boundNanos);
      }
    }

    @Override
    public String key() {
      return "server";
    }
  }

  /**
   * All samples are there at once; only throughput counts.
   *
   * @param batch samples in one inference, at least 1
   */
  record Offline(int batch) implements LoadPattern {

    /** Rejects an empty batch. */
    public Offline {
      if (batch < 1) {
        throw new IllegalArgumentException("batch must be >= 1, was " + batch);
      }
    }

    @Override
    public String key() {
      return "offline";
    }
  }
}

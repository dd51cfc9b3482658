package dev.touchstone.scenarios;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How queries arrive at the system under test. The first four are MLPerf LoadGen's ("scenario"
 * there); burst and sustained are ours.
 *
 * <p>Source: mlcommons/inference, {@code loadgen/test_settings.h}, enum {@code TestScenario}.
 */
public sealed interface LoadPattern {

  /** The names of all patterns: MLPerf's own, in its order, and then ours. */
  List<String> KEYS =
      List.of("single-stream", "multi-stream", "server", "offline", "burst", "sustained");

  /** The name in scenario files. */
  String key();

  /**
   * Whether queries come by a schedule that does not wait for the system, so that their latency
   * runs from the scheduled instant and the rate is the schedule's.
   */
  default boolean isScheduled() {
    return false;
  }

  /** Whether the load pattern of that name comes by a schedule. */
  static boolean isScheduled(String key) {
    return key.equals("server") || key.equals("burst");
  }

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
   * @param ratePerSecond mean arrivals per second, above 0; empty for the highest rate that keeps
   *     the bound, which is searched
   * @param bound the percentile that must hold, if one is stated; the reader makes a requirement of
   *     it
   * @param batching how waiting queries are put into batches; empty for one query an inference
   */
  record Server(OptionalDouble ratePerSecond, Optional<Bound> bound, Optional<Batching> batching)
      implements LoadPattern {

    /** Rejects a rate that is not positive and finite, and a search without a bound. */
    public Server {
      Objects.requireNonNull(batching, "batching");
      double rate = ratePerSecond.orElse(1);
      if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("ratePerSecond must be > 0, was " + rate);
      }
      if (ratePerSecond.isEmpty() && bound.isEmpty()) {
        throw new IllegalArgumentException("the highest rate can only be found under a bound");
      }
    }

    /** At a given rate, without a bound and without batches. */
    public static Server at(double ratePerSecond) {
      return new Server(OptionalDouble.of(ratePerSecond), Optional.empty(), Optional.empty());
    }

    /** The same at a given rate. */
    public Server withRate(double perSecond) {
      return new Server(OptionalDouble.of(perSecond), bound, batching);
    }

    @Override
    public String key() {
      return "server";
    }

    @Override
    public boolean isScheduled() {
      return true;
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

  /**
   * Several queries arrive at once, again and again after the same time, whether or not the last
   * burst is answered; latency runs from the scheduled instant of the burst.
   *
   * @param queries of one sample, in each burst; at least 1
   * @param everyNanos from one burst to the next, at least 1
   * @param batching how waiting queries are put into batches; empty for one query an inference
   */
  record Burst(int queries, long everyNanos, Optional<Batching> batching) implements LoadPattern {

    /** Rejects an empty burst and bursts all at one instant. */
    public Burst {
      Objects.requireNonNull(batching, "batching");
      if (queries < 1 || everyNanos < 1) {
        throw new IllegalArgumentException(
            "a burst needs queries and a time, was " + queries + " every " + everyNanos + " ns");
      }
    }

    @Override
    public String key() {
      return "burst";
    }

    @Override
    public boolean isScheduled() {
      return true;
    }
  }

  /**
   * The next query is issued when the last is complete, for minutes: the percentiles of every slice
   * of the time show whether the system keeps its pace when it is warm.
   *
   * @param durationNanos at least two slices
   * @param sliceNanos at least 1
   */
  record Sustained(long durationNanos, long sliceNanos) implements LoadPattern {

    /** Rejects less than two slices. */
    public Sustained {
      if (sliceNanos < 1 || durationNanos < 2 * sliceNanos) {
        throw new IllegalArgumentException(
            "two slices of " + sliceNanos + " ns do not fit into " + durationNanos + " ns");
      }
    }

    @Override
    public String key() {
      return "sustained";
    }
  }

  /**
   * A percentile of latency that must hold.
   *
   * @param percentile such as {@link Metric#LATENCY_P99}
   * @param nanos the most that it may be, at least 1
   */
  record Bound(Metric percentile, long nanos) {

    /** Rejects what is no percentile of latency, and a bound of no time. */
    public Bound {
      if (!percentile.isLatency() || nanos < 1) {
        throw new IllegalArgumentException(
            "no bound of a latency: " + percentile.key() + " within " + nanos + " ns");
      }
    }
  }

  /**
   * Dynamic batching as a serving runtime does it: waiting queries become one inference as soon as
   * a batch is full, or the oldest of them has waited for the timeout, and the model is free.
   *
   * <p>Source: NVIDIA Triton Inference Server, model configuration, {@code dynamic_batching} with
   * {@code max_batch_size} and {@code max_queue_delay_microseconds}.
   *
   * @param maxBatch the most queries of one inference, at least 2
   * @param timeoutNanos the longest that a query waits for others, at least 0
   */
  record Batching(int maxBatch, long timeoutNanos) {

    /** Rejects batches of one. */
    public Batching {
      if (maxBatch < 2 || timeoutNanos < 0) {
        throw new IllegalArgumentException(
            "no batching: at most " + maxBatch + " after " + timeoutNanos + " ns");
      }
    }
  }
}

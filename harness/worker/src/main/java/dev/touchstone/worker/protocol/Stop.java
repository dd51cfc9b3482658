package dev.touchstone.worker.protocol;

/**
 * When a load is over: as soon as both {@code nanos} have passed and {@code queries} are done, or
 * {@code atMostQueries} are done.
 *
 * @param nanos wall time, at least 0
 * @param queries at least 1
 * @param atMostQueries at least {@code queries}
 */
public record Stop(long nanos, int queries, int atMostQueries) {

  /**
   * How many queries are answered one by one; further ones only count in the histogram. Ten times
   * what a p99.9 needs, in a mebibyte of the worker's heap.
   */
  public static final int RAW_QUERIES = 1 << 16;

  /** Rejects bounds that contradict each other. */
  public Stop {
    if (nanos < 0 || queries < 1 || atMostQueries < queries) {
      throw new IllegalArgumentException(
          "a load of "
              + nanos
              + " ns, "
              + queries
              + " queries, at most "
              + atMostQueries
              + " queries");
    }
  }

  /** At least this long and this many, and no more than can be answered one by one. */
  public static Stop after(long nanos, int queries) {
    return new Stop(nanos, queries, Math.max(queries, RAW_QUERIES));
  }

  /** This long, however many it takes; what is not answered one by one is in the histograms. */
  public static Stop afterTime(long nanos) {
    return new Stop(nanos, 1, Integer.MAX_VALUE);
  }

  /** Exactly this many. */
  public static Stop afterQueries(int queries) {
    return new Stop(0, queries, queries);
  }

  FieldWriter write(FieldWriter to) {
    return to.i64(nanos).i32(queries).i32(atMostQueries);
  }

  static Stop read(FieldReader from) throws CorruptFrameException {
    return new Stop(from.i64(), from.i32(), from.i32());
  }
}

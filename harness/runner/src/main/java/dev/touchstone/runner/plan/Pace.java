package dev.touchstone.runner.plan;

/**
 * How a fork pair is cut into rounds.
 *
 * <p>A block should be long against a timer's and a scheduler's grain but short against drift:
 * about 2.5 ms. The number of rounds falls for slow models, whose blocks take longer, and for very
 * fast ones, whose blocks hold many iterations. The table was read off recorded traces of identical
 * code: keyword spotting at 32 µs settles within 40 rounds, a small ResNet at 0.54 ms within 60;
 * near 1 ms 80 are needed, near 20 ms again 40.
 *
 * @param iterations of each arm in a round, at least 1
 * @param rounds at least 8
 */
public record Pace(int iterations, int rounds) {

  /** How long one arm's block should take. */
  static final double BLOCK_NANOS = 2.5e6;

  /** Above this an arm's part of a pair takes too long to be worth a percentile. */
  static final double LONGEST_NANOS = 1e10;

  /** The highest percentile that is compared. */
  public enum Tail {
    /** None above the median. */
    NONE(0),
    /** 130 for the percentile itself (LoadGen's binomial rule at 99 %), 20 in each of 8 groups. */
    P95(160),
    /** 662 for the percentile itself, 100 in each of 8 groups of rounds. */
    P99(800);

    private final int iterations;

    Tail(int iterations) {
      this.iterations = iterations;
    }

    /** Iterations of each arm that it needs in a pair. */
    int iterations() {
      return iterations;
    }
  }

  /** Rejects a pair without observations. */
  public Pace {
    if (iterations < 1 || rounds < 8) {
      throw new IllegalArgumentException(
          "a fork pair needs an iteration a round and 8 rounds, was "
              + iterations
              + " and "
              + rounds);
    }
  }

  /**
   * The pace for a model.
   *
   * @param latencyNanos of one inference, above 0; of the slowest arm, so that no block takes long
   * @param tail the highest percentile that is compared; a pair of a model so slow that it would
   *     take more than 10 s for an arm has fewer iterations, which claim no such percentile
   */
  public static Pace of(double latencyNanos, Tail tail) {
    if (!(latencyNanos > 0)) {
      throw new IllegalArgumentException("the latency must be above 0, was " + latencyNanos);
    }
    int iterations = (int) Math.min(100_000, Math.max(1, Math.round(BLOCK_NANOS / latencyNanos)));
    int rounds = rounds(latencyNanos);
    Tail affordable =
        tail == Tail.P99 && tail.iterations() * latencyNanos > LONGEST_NANOS ? Tail.P95 : tail;
    if (rounds * (long) iterations < affordable.iterations()) {
      rounds = (affordable.iterations() + iterations - 1) / iterations;
    }
    return new Pace(iterations, rounds);
  }

  private static int rounds(double latencyNanos) {
    double millis = latencyNanos / 1e6;
    if (millis < 0.1) {
      return 40;
    }
    if (millis < 0.75) {
      return 60;
    }
    if (millis < 5) {
      return 80;
    }
    if (millis < 100) {
      return 40;
    }
    return millis < 1000 ? 20 : 8;
  }
}

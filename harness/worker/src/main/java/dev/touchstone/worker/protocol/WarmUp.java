package dev.touchstone.worker.protocol;

/**
 * How long a model runs untimed before it counts as warm: until {@code iterations} are done or
 * {@code atMostNanos} have passed, whichever comes first, but never fewer than {@code
 * atLeastIterations}.
 *
 * @param iterations at least {@code atLeastIterations}
 * @param atMostNanos wall time, at least 0
 * @param atLeastIterations at least 0
 */
public record WarmUp(int iterations, long atMostNanos, int atLeastIterations) {

  /** 200 iterations, but at most 0.4 s, and at least 15: what paired trials need to settle. */
  public static final WarmUp STANDARD = new WarmUp(200, 400_000_000L, 15);

  /** None: for cold starts. */
  public static final WarmUp NONE = new WarmUp(0, 0, 0);

  /** Rejects bounds that contradict each other. */
  public WarmUp {
    if (atLeastIterations < 0 || iterations < atLeastIterations || atMostNanos < 0) {
      throw new IllegalArgumentException(
          "a warm-up of "
              + iterations
              + " iterations in at most "
              + atMostNanos
              + " ns, at least "
              + atLeastIterations
              + " iterations");
    }
  }
}

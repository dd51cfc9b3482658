package dev.touchstone.worker;

import java.util.SplittableRandom;

/**
 * The gaps of a Poisson process: independent, exponentially distributed, by inversion of the
 * distribution function. The same seed gives the same schedule.
 */
final class PoissonArrivals {

  private final double meanGapNanos;
  private final SplittableRandom random;

  PoissonArrivals(double ratePerSecond, long seed) {
    meanGapNanos = 1e9 / ratePerSecond;
    random = new SplittableRandom(seed);
  }

  /** The next gap, at least 0. */
  long nextGapNanos() {
    return Math.round(-Math.log1p(-random.nextDouble()) * meanGapNanos);
  }
}

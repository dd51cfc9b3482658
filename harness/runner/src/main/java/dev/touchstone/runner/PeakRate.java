package dev.touchstone.runner;

import java.util.OptionalDouble;

/**
 * Searches the highest rate that keeps a bound: doubles it until the bound breaks, or halves it
 * until it holds, and then halves the distance between the two.
 *
 * <p>Source: mlcommons/inference, {@code loadgen/loadgen.cc}, {@code FindBoundaries} and {@code
 * FindPeakPerformanceBinarySearch}. Not thread-safe.
 */
final class PeakRate {

  /** The rates between which the highest one lies need not come nearer. */
  private static final double NEAR = 1.03;

  /** Ten doublings or halvings, and the halvings of a factor of two down to {@link #NEAR}. */
  private static final int MOST_TRIES = 16;

  private double kept;
  private double broken = Double.POSITIVE_INFINITY;
  private double rate;
  private int tries;

  /**
   * Starts a search.
   *
   * @param guess per second, above 0
   */
  PeakRate(double guess) {
    this.rate = guess;
  }

  /** Whether a further try would bring nothing. */
  boolean isOver() {
    return tries >= MOST_TRIES || broken <= kept * NEAR;
  }

  /** The rate to try next. */
  double next() {
    return rate;
  }

  /** Tells what a try at {@link #next} has shown. */
  void tried(boolean keptTheBound) {
    tries++;
    if (keptTheBound) {
      kept = Math.max(kept, rate);
    } else {
      broken = Math.min(broken, rate);
    }
    if (Double.isInfinite(broken)) {
      rate = 2 * kept;
    } else {
      rate = kept == 0 ? broken / 2 : (kept + broken) / 2;
    }
  }

  /** How many rates were tried. */
  int tries() {
    return tries;
  }

  /** The highest rate that kept the bound; empty if none did. */
  OptionalDouble found() {
    return kept == 0 ? OptionalDouble.empty() : OptionalDouble.of(kept);
  }
}

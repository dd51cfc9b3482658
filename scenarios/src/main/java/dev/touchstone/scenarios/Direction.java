package dev.touchstone.scenarios;

/** Which way a metric gets better. */
public enum Direction {
  /** Smaller is better, as for latency. */
  LOWER_IS_BETTER,
  /** Larger is better, as for accuracy. */
  HIGHER_IS_BETTER
}

package dev.touchstone.baselines;

/**
 * The answer to a requirement, or to a whole run. Ordered from best to worst: a FAIL outranks an
 * INVALID finding beside it, since what is known to be broken must not be hidden by what could not
 * be measured. A run whose conditions were not met is INVALID as a whole, whatever it found.
 */
public enum Outcome {
  PASS,
  /** The evidence spans the limit; the reason says what would decide it. */
  INCONCLUSIVE,
  /** The conditions were not met, so that nothing can be said. */
  INVALID,
  FAIL
}

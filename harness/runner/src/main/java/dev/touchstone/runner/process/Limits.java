package dev.touchstone.runner.process;

import java.time.Duration;

/**
 * How long a worker may take before it counts as hung; each is above zero.
 *
 * @param start from the start of the process to its first message
 * @param load for loading and warming a model
 * @param command for a block, and beyond the time that a load pattern is to last
 * @param quality for running all samples
 */
public record Limits(Duration start, Duration load, Duration command, Duration quality) {

  /** Generous: they are to catch what hangs, not what is slow. */
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(2),
          Duration.ofMinutes(30));

  /** Rejects a limit that is not above zero. */
  public Limits {
    for (Duration limit : new Duration[] {start, load, command, quality}) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("a limit must be above zero, was " + limit);
      }
    }
  }
}

package dev.touchstone.runner.process;

import java.time.Duration;

/**
 * How long a worker may take before it counts as hung; each is above zero.
 *
 * <p>What a command should take is known from the model's own warm-up. It may take {@value
 * #PATIENCE} times that, and never less than is stated here.
 *
 * @param start from the start of the process to its first message
 * @param load for loading and warming a model
 * @param command the least for a block, a load pattern or a question
 * @param quality the least for running samples, which are read from a disk and answered to one
 */
public record Limits(Duration start, Duration load, Duration command, Duration quality) {

  /**
   * A neighbor on a shared machine slows a worker down 2 to 5 times, and a throttled board 4 times:
   * this is to catch what hangs, not what is slow.
   */
  static final int PATIENCE = 20;

  /** What hangs in a block of a fast model is found in 10 seconds. */
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1));

  /** Rejects a limit that is not above zero. */
  public Limits {
    for (Duration limit : new Duration[] {start, load, command, quality}) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("a limit must be above zero, was " + limit);
      }
    }
  }

  /** For a command that should take so many nanoseconds; 0 if it takes next to nothing. */
  Duration command(double expectedNanos) {
    return atLeast(command, expectedNanos);
  }

  /** For running samples, which should take so many nanoseconds. */
  Duration quality(double expectedNanos) {
    return atLeast(quality, expectedNanos);
  }

  private static Duration atLeast(Duration least, double expectedNanos) {
    Duration patient = Duration.ofNanos((long) (expectedNanos * PATIENCE));
    return patient.compareTo(least) > 0 ? patient : least;
  }
}

package dev.touchstone.worker.protocol;

/**
 * A pause of the whole model that comes again and again, as a collector, a throttled core or a slow
 * disk causes it: what runs is interrupted, and what arrives meanwhile waits.
 *
 * @param nanos how long each stall lasts, above 0
 * @param everyNanos from the beginning of one to the beginning of the next, above {@code nanos}
 */
public record Stall(long nanos, long everyNanos) {

  /** Rejects a stall of no time, and one that never ends. */
  public Stall {
    if (nanos < 1 || everyNanos <= nanos) {
      throw new IllegalArgumentException(
          "a stall of " + nanos + " ns every " + everyNanos + " ns leaves no time to work");
    }
  }
}

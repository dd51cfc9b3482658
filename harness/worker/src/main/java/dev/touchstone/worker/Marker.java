package dev.touchstone.worker;

/**
 * Turns instants of the monotonic clock into nanoseconds since 1970-01-01T00:00Z.
 *
 * @param clock the monotonic clock
 * @param epochNanos an instant by the clock that people set
 * @param nanos the same instant by the monotonic clock
 */
record Marker(NanoClock clock, long epochNanos, long nanos) {

  /** Now. */
  long mark() {
    return epochNanos + (clock.nanos() - nanos);
  }
}

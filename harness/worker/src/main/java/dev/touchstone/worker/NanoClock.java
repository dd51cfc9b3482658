package dev.touchstone.worker;

/** Time that never goes back, in nanoseconds since an arbitrary instant. */
public interface NanoClock {

  /** Now. */
  long nanos();

  /** Keeps the processor busy until an instant; returns at once if it has passed. */
  void spinUntil(long nanos);

  /**
   * Leaves the processor to others until shortly before an instant and then spins, so that the
   * return is as punctual as {@link #spinUntil}; returns at once if the instant has passed.
   */
  void waitUntil(long nanos);
}

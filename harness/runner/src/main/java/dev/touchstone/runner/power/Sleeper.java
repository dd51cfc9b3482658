package dev.touchstone.runner.power;

import java.time.Duration;

/** Waits; tests wait on an invented clock. */
@FunctionalInterface
public interface Sleeper {

  /** Waits in earnest. */
  Sleeper REAL = time -> Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);

  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is to end
   */
  void sleep(Duration time) throws InterruptedException;
}

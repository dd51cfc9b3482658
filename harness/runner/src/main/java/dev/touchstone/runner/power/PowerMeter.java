package dev.touchstone.runner.power;

import java.time.Duration;
import java.time.Instant;

/** Where a run reads the power of the machine from. */
public interface PowerMeter {

  /** What it is, for people. */
  String name();

  /** Begins to read. */
  Recording record();

  /**
   * All readings so far.
   *
   * @param until an instant that the readings should reach; a meter may be waited for, but not
   *     longer than some seconds
   * @throws dev.touchstone.scenarios.problem.ScenarioException if its log cannot be understood
   */
  PowerTrace trace(Instant until);

  /** Reading, until it is closed. */
  interface Recording extends AutoCloseable {

    /** How long this machine has spent on reading so far. */
    Duration cost();

    @Override
    void close();
  }
}

package dev.touchstone.runner;

import dev.touchstone.runner.process.Launch;

/** Starts measured processes; the runner's only way to one, so that tests can script them. */
@FunctionalInterface
public interface Workers {

  /**
   * Starts a worker and waits until its model is loaded and warm.
   *
   * @throws BrokenTrialException if it does not come to that
   */
  Worker start(Launch launch) throws BrokenTrialException;
}

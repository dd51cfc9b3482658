package dev.touchstone.runner;

import dev.touchstone.runner.process.Launch;
import java.util.Map;

/** Starts measured processes; the runner's only way to one, so that tests can script them. */
@FunctionalInterface
public interface Workers {

  /**
   * Starts a worker and waits until its model is loaded and warm.
   *
   * @throws BrokenTrialException if it does not come to that
   */
  Worker start(Launch launch) throws BrokenTrialException;

  /** What limits held for the workers that were started, by keys such as {@code limits.cpu-set}. */
  default Map<String, String> limits() {
    return Map.of();
  }
}

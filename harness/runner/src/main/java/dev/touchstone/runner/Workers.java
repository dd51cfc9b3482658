package dev.touchstone.runner;

import dev.touchstone.runner.process.Launch;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Starts the workers of a fork pair and waits until all are ready.
   *
   * @param launches in the order in which they are started
   * @return the workers in the same order
   * @throws BrokenTrialException if one does not become ready; then none is left
   */
  default List<Worker> startTogether(List<Launch> launches) throws BrokenTrialException {
    List<Worker> ready = new ArrayList<>();
    try {
      for (Launch launch : launches) {
        ready.add(start(launch));
      }
      return List.copyOf(ready);
    } finally {
      if (ready.size() < launches.size()) {
        ready.forEach(Worker::close);
      }
    }
  }

  /** What limits held for the workers that were started, by keys such as {@code limits.cpu-set}. */
  default Map<String, String> limits() {
    return Map.of();
  }
}

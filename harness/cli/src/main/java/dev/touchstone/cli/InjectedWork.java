package dev.touchstone.cli;

import dev.touchstone.runner.job.RejectedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads how much longer the iterations of which arms are to be made. */
final class InjectedWork {

  private static final double MOST_PERCENT = 1000;

  private InjectedWork() {}

  /**
   * Turns percent into fractions.
   *
   * @param names of the arms of the run
   * @throws RejectedException if there is no such arm, or the number is none that makes sense
   */
  static Map<String, Double> of(Map<String, Double> percents, List<String> names) {
    Map<String, Double> fractions = new LinkedHashMap<>();
    percents.forEach(
        (arm, percent) -> {
          if (!names.contains(arm)) {
            throw new RejectedException(
                "--inject-work: there is no arm \""
                    + arm
                    + "\"; the arms of this run are "
                    + String.join(", ", names));
          }
          if (!(percent > 0 && percent <= MOST_PERCENT)) {
            throw new RejectedException(
                "--inject-work: \"" + percent + "\" must be above 0 and at most 1000 (percent)");
          }
          fractions.put(arm, percent / 100);
        });
    return fractions;
  }
}

package dev.touchstone.reports;

import dev.touchstone.baselines.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one night of scenarios came to.
 *
 * @param name of the night
 * @param started when the first scenario began
 * @param entries in the order in which they ran
 */
public record NightResult(String name, Instant started, List<Entry> entries) {

  /** Copies the list. */
  public NightResult {
    entries = List.copyOf(entries);
  }

  /**
   * One scenario on one profile.
   *
   * @param file the scenario's file
   * @param profile the profile's name; empty if the scenario was rejected before it was known
   * @param code the exit code that the scenario alone would have had
   * @param outcome empty if it could not be judged
   * @param reason what stands against it, one line; empty if nothing does
   * @param history of its candidates, after this night; empty if it was not judged
   * @param took from start to end
   * @param page of the run, relative to the night's folder; empty if there is none
   */
  public record Entry(
      String file,
      String profile,
      int code,
      Optional<Outcome> outcome,
      String reason,
      Optional<Outcome> history,
      Duration took,
      String page) {}
}

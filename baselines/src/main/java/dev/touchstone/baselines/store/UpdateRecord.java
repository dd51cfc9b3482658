package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every candidate of a scenario was made of and judged by when it was last judged.
 *
 * @param scenario the scenario's name
 * @param profile the hardware profile's name
 * @param at when something of this was last found out
 * @param promoted whether the choice among these candidates was made and carried out
 * @param candidates in the scenario's order
 */
public record UpdateRecord(
    String scenario, String profile, Instant at, boolean promoted, List<Entry> candidates) {

  /** Copies the list. */
  public UpdateRecord {
    candidates = List.copyOf(candidates);
  }

  /**
   * One candidate.
   *
   * @param name the candidate's name
   * @param sha256 of its model; blank if it could not be made
   * @param runId of the run that measured it
   * @param outcome the worst of its findings
   * @param inputs for each input by its key, the fingerprint that it had
   */
  public record Entry(
      String name, String sha256, String runId, Outcome outcome, Map<String, String> inputs) {

    /** Copies, and keeps the order of the inputs. */
    public Entry {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /** What is known of a candidate. */
  public Optional<Entry> candidate(String name) {
    return candidates.stream().filter(c -> c.name().equals(name)).findFirst();
  }
}

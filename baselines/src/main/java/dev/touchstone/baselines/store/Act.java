package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;
import java.util.Locale;

/**
 * One line of a journal: what was done to the baselines of a scenario on a profile.
 *
 * @param signature who did it, when, and why
 * @param kind what was done
 * @param baseline the one that it was done to, by its id; empty if it was done to run records only
 * @param arm the name of that model; empty as before
 * @param sha256 of that model; empty as before
 * @param outcome of the run for that model; INVALID for acts that are about no model
 * @param replaces the id of the baseline that held the role before; empty if none did
 */
public record Act(
    Signature signature,
    Kind kind,
    String baseline,
    String arm,
    String sha256,
    Outcome outcome,
    String replaces) {

  /** What can be done. */
  public enum Kind {
    /** A run's reference became the reference. */
    REFERENCE,
    /** A model became the deployed one. */
    PROMOTE,
    /** The last known good model became the deployed one again. */
    ROLLBACK,
    /** A model that no role needs, or old run records, were removed. */
    PRUNE,
    /** Acts and models came from an archive; the acts themselves stand before this line. */
    IMPORT;

    /** The name in a journal. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An act about no model. */
  static Act aboutNoModel(Signature signature, Kind kind) {
    return new Act(signature, kind, "", "", "", Outcome.INVALID, "");
  }

  /** An act about a model. */
  static Act about(StoredBaseline kept, Signature signature, Kind kind, String replaces) {
    return new Act(signature, kind, kept.id(), kept.arm(), kept.sha256(), kept.outcome(), replaces);
  }

  /** Whether it only tidies up or brings along, so that it says nothing of what ships. */
  boolean isHousekeeping() {
    return kind == Kind.PRUNE || kind == Kind.IMPORT;
  }
}

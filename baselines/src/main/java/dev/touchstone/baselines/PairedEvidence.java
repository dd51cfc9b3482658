package dev.touchstone.baselines;

import java.util.List;
import java.util.Optional;

/**
 * What was measured side by side, of a whole run or of one that is still going on.
 *
 * @param campaigns the fork pairs of each candidate, in the order in which they became valid
 * @param coldStarts several for each arm, in the order in which they were run
 * @param floor memory of a worker that loads no model, if it was measured
 * @param oneThread whether the workers were told to use a single thread
 */
public record PairedEvidence(
    List<Campaign> campaigns,
    List<ColdStart> coldStarts,
    Optional<Memory> floor,
    boolean oneThread) {

  /** Copies the lists. */
  public PairedEvidence {
    campaigns = List.copyOf(campaigns);
    coldStarts = List.copyOf(coldStarts);
  }

  /** That of a whole run. */
  public static PairedEvidence of(RunResult run) {
    boolean oneThread = run.environment().facts().getOrDefault("profile.threads", "1").equals("1");
    return new PairedEvidence(run.campaigns(), run.coldStarts(), run.floor(), oneThread);
  }

  /** The campaign in which a candidate was compared. */
  Optional<Campaign> campaign(String candidate) {
    return campaigns.stream().filter(c -> c.candidate().equals(candidate)).findFirst();
  }
}

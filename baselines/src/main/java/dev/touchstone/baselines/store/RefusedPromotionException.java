package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;

/**
 * A model that did not pass is not made a baseline without a stated reason, and one that was
 * measured on another machine than the profile means is not made one for any.
 */
public final class RefusedPromotionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Outcome outcome;

  RefusedPromotionException(String arm, Outcome outcome) {
    super(
        "\""
            + arm
            + "\" is "
            + outcome
            + " in this run; only PASS is promoted; state a reason with"
            + " --because \"...\" to promote it all the same");
    this.outcome = outcome;
  }

  RefusedPromotionException(String arm, String profile, String emulation, Outcome outcome) {
    super(
        "\""
            + arm
            + "\" was measured on an emulated "
            + profile
            + " ("
            + emulation
            + "); no reason makes that a baseline of "
            + profile
            + ": run the scenario there, or with a profile of the machine at hand, such as"
            + " --profile this-machine");
    this.outcome = outcome;
  }

  /** What the run said of the model. */
  public Outcome outcome() {
    return outcome;
  }
}

package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;

/** A model that did not pass is not made a baseline without a stated reason. */
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

  /** Why it was refused. */
  public Outcome outcome() {
    return outcome;
  }
}

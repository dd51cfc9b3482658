package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;

/**
 * A model that did not pass, or passed under conditions that are doubted, is not made a baseline
 * without a stated reason; one that was measured on another machine than the profile means is not
 * made one for any.
 */
public final class RefusedPromotionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Outcome outcome;

  private RefusedPromotionException(String message, Outcome outcome) {
    super(message);
    this.outcome = outcome;
  }

  /**
   * Lets a wish pass, or refuses it.
   *
   * @throws RefusedPromotionException if the outcome is no PASS or is doubted and no reason is
   *     given, or if the profile was emulated
   */
  static void refuse(Promotion wish) {
    Origin origin = wish.origin();
    String arm = "\"" + wish.arm().name() + "\"";
    if (origin.emulation().isPresent()) {
      throw new RefusedPromotionException(
          emulated(arm, wish.profile(), origin.emulation().get()), origin.outcome());
    }
    if (!wish.signature().because().isBlank()) {
      return;
    }
    if (origin.outcome() != Outcome.PASS) {
      throw new RefusedPromotionException(
          arm
              + " is "
              + origin.outcome()
              + " in this run; only PASS is promoted; state a reason with"
              + " --because \"...\" to promote it all the same",
          origin.outcome());
    }
    if (!origin.doubts().isEmpty()) {
      throw new RefusedPromotionException(
          arm
              + " passed, but under conditions that make it doubtful: "
              + String.join("; ", origin.doubts())
              + "; run again without, or state a reason with --because \"...\"",
          origin.outcome());
    }
  }

  private static String emulated(String arm, String profile, String emulation) {
    return arm
        + " was measured on an emulated "
        + profile
        + " ("
        + emulation
        + "); no reason makes that a baseline of "
        + profile
        + ": run the scenario there, or with a profile of the machine at hand, such as"
        + " --profile this-machine";
  }

  /** What the run said of the model. */
  public Outcome outcome() {
    return outcome;
  }
}

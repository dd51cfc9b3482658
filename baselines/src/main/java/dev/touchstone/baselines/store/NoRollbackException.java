package dev.touchstone.baselines.store;

/** There is nothing that a rollback could go back to. */
public final class NoRollbackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String scenario;

  NoRollbackException(Keys.Place place, boolean deployed) {
    super(
        place.scenario()
            + " on "
            + place.profile()
            + (deployed
                ? " has no last known good model: nothing that passed shipped before the deployed"
                    + " one; promote another model instead"
                : " has no deployed model, so there is nothing to roll back; see \"touchstone"
                    + " baseline list\""));
    this.scenario = place.scenario();
  }

  /** The scenario's name. */
  public String scenario() {
    return scenario;
  }
}

package dev.touchstone.baselines.store;

import java.util.Optional;

/** Somebody else changed a baseline between the look at it and the change that was based on it. */
public final class OvertakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String winner;

  OvertakenException(Keys.Place place, Optional<Act> won, String seen) {
    super(
        place.scenario()
            + " on "
            + place.profile()
            + ": "
            + won.map(OvertakenException::tell).orElse("somebody changed the store")
            + " in the meantime, and this was decided when "
            + seen
            + " was deployed; look at it (touchstone baseline show), then decide again");
    this.winner = won.map(Act::baseline).orElse("");
  }

  private static String tell(Act act) {
    return "%s %s \"%s\" (%s) at %s"
        .formatted(
            act.signature().by(),
            act.kind() == Act.Kind.ROLLBACK ? "rolled back to" : "promoted",
            act.arm(),
            act.baseline(),
            act.signature().at());
  }

  /** The id of the baseline that was put there by the other; empty if that is not known. */
  public String winner() {
    return winner;
  }
}

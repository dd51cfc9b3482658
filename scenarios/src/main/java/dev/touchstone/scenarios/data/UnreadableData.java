package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problem;

/** A file that does not hold what its manifest says; becomes a {@link Problem} at its key. */
final class UnreadableData extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String hint;

  /**
   * Says what is wrong.
   *
   * @param message what was found, and what is allowed
   * @param hint what to do; may be empty
   */
  UnreadableData(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** The mistake at the place in the manifest that led to the file. */
  Problem at(Location location) {
    return new Problem(location, String.valueOf(getMessage()), hint);
  }
}

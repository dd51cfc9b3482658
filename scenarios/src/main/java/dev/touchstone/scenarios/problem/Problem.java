package dev.touchstone.scenarios.problem;

/**
 * One mistake of a file's author.
 *
 * @param location where it stands
 * @param message what was found, and what is allowed; the found value stands in double quotes
 * @param hint what to do, for example {@code did you mean "latency.p95"?}; empty when the message
 *     says it all
 */
public record Problem(Location location, String message, String hint) {

  /** Renders as {@code file:line:column: message; hint}. */
  @Override
  public String toString() {
    return location + ": " + message + (hint.isEmpty() ? "" : "; " + hint);
  }
}

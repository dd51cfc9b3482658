package dev.touchstone.scenarios.yaml;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problem;

/** A part of a YAML file that knows where it stands. */
public sealed interface YamlNode permits YamlScalar, YamlSequence, YamlMapping {

  /** Where it begins. */
  Location location();

  /** The way to it from the root, such as {@code requirements[1].at-most}; empty at the root. */
  String path();

  /**
   * What it is, for a message: {@code "12"}, {@code a list}, {@code a mapping}, {@code nothing}.
   */
  String found();

  /**
   * A mistake at this place; the message is preceded by the path.
   *
   * @param message what was found, quoted, and what is allowed
   * @param hint what to do; may be empty
   */
  default Problem problem(String message, String hint) {
    return new Problem(location(), path().isEmpty() ? message : path() + ": " + message, hint);
  }

  /** A mistake that needs no hint. */
  default Problem problem(String message) {
    return problem(message, "");
  }
}

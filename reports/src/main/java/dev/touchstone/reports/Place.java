package dev.touchstone.reports;

import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.problem.Location;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a program that annotates files shall put an annotation.
 *
 * @param path relative to where the command was started, with {@code /}; of a file elsewhere, such
 *     as a bundled one, its name alone
 * @param line counted from 1
 * @param column in code points, counted from 1
 */
record Place(String path, int line, int column) {

  /**
   * Where a requirement stands. A budget stands in a profile, which the project that is checked
   * need not have: its place is the beginning of the scenario that took the profile.
   */
  static Place of(Requirement requirement, RunResult run) {
    Location location = requirement.location();
    return run.environment().budgets().contains(requirement)
        ? ofScenario(run)
        : new Place(
            relative(location.file()),
            Math.max(1, location.line()),
            Math.max(1, location.column()));
  }

  /** The beginning of the scenario. */
  static Place ofScenario(RunResult run) {
    String file =
        run.environment()
            .facts()
            .getOrDefault(Environment.SCENARIO_FILE, run.scenarioName() + ".yaml");
    return new Place(relative(file), 1, 1);
  }

  private static String relative(String file) {
    try {
      Path path = Path.of(file).normalize();
      Path name = path.getFileName();
      return Plain.line(path.isAbsolute() && name != null ? name.toString() : path.toString());
    } catch (InvalidPathException e) {
      return Plain.line(file); // a name from another system, only shown
    }
  }

  /** The path as a relative reference, RFC 3986 section 4.2. */
  String uri() {
    try {
      // A first segment with a colon would be read as a scheme.
      String reference = path.split("/", 2)[0].contains(":") ? "./" + path : path;
      return new URI(null, null, reference, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path did not become a reference: " + path, e);
    }
  }
}

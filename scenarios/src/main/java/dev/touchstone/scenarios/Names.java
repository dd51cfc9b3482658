package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.Optional;

/** Names of scenarios, recipes and profiles, fit for a folder on every file system. */
final class Names {

  private static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private Names() {}

  static boolean isName(String text) {
    return text.matches(PATTERN);
  }

  static Optional<String> checked(YamlScalar name, Problems problems) {
    if (isName(name.text())) {
      return Optional.of(name.text());
    }
    problems.add(
        name.problem(
            name.found() + " cannot be a name",
            "write 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or"
                + " digit"));
    return Optional.empty();
  }
}

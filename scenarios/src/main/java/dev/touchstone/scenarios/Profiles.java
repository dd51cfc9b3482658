package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads hardware profiles: the bundled ones by name, others from a YAML file. */
public final class Profiles {

  /** The profile of a scenario that names none: one thread, and nothing stated. */
  public static final String DEFAULT = "this-machine";

  private Profiles() {}

  /**
   * Reads one profile.
   *
   * @param nameOrFile the name of a bundled profile, such as {@code raspberry-pi-4}, or a YAML file
   * @throws dev.touchstone.scenarios.problem.ScenarioException with every mistake in the file, or
   *     if there is no such profile
   */
  public static HardwareProfile read(String nameOrFile) {
    Problems problems = new Problems();
    Optional<HardwareProfile> profile;
    if (Bundled.profiles().contains(nameOrFile)) {
      profile = bundled(nameOrFile, problems);
    } else if (Bundled.isFileName(nameOrFile)) {
      profile = file(Path.of(nameOrFile), problems);
    } else {
      profile = Optional.empty();
      problems.add(
          Location.ofFlag("--profile"),
          Bundled.unknown(nameOrFile, "profile", Bundled.profiles()),
          Words.didYouMean(nameOrFile, Bundled.profiles()));
    }
    problems.throwIfAny();
    return profile.orElseThrow();
  }

  /** The names of the bundled profiles. */
  public static List<String> names() {
    return Bundled.profiles();
  }

  /** Whether a text can be a profile's name. */
  public static boolean isName(String text) {
    return Names.isName(text);
  }

  static Optional<HardwareProfile> bundled(String name, Problems problems) {
    String resource = "profiles/" + name + ".yaml";
    return YamlReader.read(Bundled.text(resource), resource, problems)
        .flatMap(node -> ProfileReader.profile(node, problems));
  }

  static Optional<HardwareProfile> file(Path file, Problems problems) {
    return YamlReader.read(file, problems).flatMap(node -> ProfileReader.profile(node, problems));
  }
}

package dev.touchstone.junit;

import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.Patience;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.Profiles;
import dev.touchstone.scenarios.problem.ScenarioException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * What the configuration parameters that begin with {@code touchstone.} say.
 *
 * @param profile in place of those of the scenarios
 * @param seed of every order in a run; drawn if it is not given
 * @param store folder of the baselines
 * @param variables values for {@code ${NAME}} in file names
 * @param out folder that takes a folder of results and reports for each scenario
 * @param patience how long to wait while somebody else measures on this machine
 * @param undecided what becomes of a requirement that was neither kept nor broken
 */
record Settings(
    Optional<HardwareProfile> profile,
    Optional<Long> seed,
    Path store,
    Map<String, String> variables,
    Path out,
    Duration patience,
    Undecided undecided) {

  /** Where scenarios are looked for if nothing is said. */
  static final String DEFAULT_FOLDER = "src/test/touchstone";

  private static final String SCENARIOS = "touchstone.scenarios";
  private static final String PROFILE = "touchstone.profile";
  private static final String SEED = "touchstone.seed";
  private static final String STORE = "touchstone.store";
  private static final String OUT = "touchstone.out";
  private static final String WAIT = "touchstone.wait";
  private static final String UNDECIDED = "touchstone.undecided";
  private static final String SET = "touchstone.set.";

  Settings {
    variables = Map.copyOf(variables);
  }

  /**
   * Reads the parameters.
   *
   * @throws RejectedException if one of them says nothing that can be followed
   */
  static Settings of(ConfigurationParameters parameters) {
    return new Settings(
        given(parameters, PROFILE).map(Settings::profile),
        given(parameters, SEED).map(Settings::seed),
        given(parameters, STORE).map(Path::of).orElseGet(() -> Folders.of(System.getenv()).store()),
        variables(parameters),
        out(given(parameters, OUT).orElse("target/touchstone")),
        given(parameters, WAIT).map(Settings::patience).orElse(Duration.ofMinutes(10)),
        given(parameters, UNDECIDED).map(Settings::readUndecided).orElse(Undecided.ABORT));
  }

  /**
   * Files, folders and names of bundled scenarios that are meant where nothing else is said; empty
   * for the folder {@value #DEFAULT_FOLDER}.
   */
  static List<String> scenarios(ConfigurationParameters parameters) {
    return given(parameters, SCENARIOS).map(Settings::list).orElse(List.of());
  }

  private static Optional<String> given(ConfigurationParameters parameters, String key) {
    return parameters.get(key).map(String::strip).filter(value -> !value.isEmpty());
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static HardwareProfile profile(String nameOrFile) {
    try {
      return Profiles.read(nameOrFile);
    } catch (ScenarioException e) {
      throw new RejectedException(PROFILE + ": " + e.getMessage());
    }
  }

  private static Long seed(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new RejectedException(
          SEED + ": \"" + text + "\" is no whole number; write one such as 42, or leave it out");
    }
  }

  private static Path out(String folder) {
    Folders.requireFolder(OUT, Path.of(folder));
    return Path.of(folder);
  }

  private static Duration patience(String text) {
    return Patience.read(text)
        .orElseThrow(() -> new RejectedException(WAIT + ": " + Patience.problem(text)));
  }

  private static Undecided readUndecided(String text) {
    return Undecided.named(text)
        .orElseThrow(
            () ->
                new RejectedException(
                    UNDECIDED + ": \"" + text + "\" is not known; write abort or fail"));
  }

  /**
   * Tools hand parameters over as such, or as system properties, which have no list of their own.
   */
  private static Map<String, String> variables(ConfigurationParameters parameters) {
    Map<String, String> variables = new LinkedHashMap<>();
    Stream.concat(
            parameters.keySet().stream(), System.getProperties().stringPropertyNames().stream())
        .filter(key -> key.startsWith(SET))
        .collect(Collectors.toCollection(TreeSet::new))
        .forEach(
            key ->
                parameters
                    .get(key)
                    .ifPresent(value -> variables.put(key.substring(SET.length()), value)));
    return variables;
  }
}

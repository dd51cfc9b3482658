package dev.touchstone.cli;

import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.scenarios.Profiles;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.ScenarioReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One scenario file on one profile.
 *
 * @param file the scenario's file
 * @param profile that was asked for; empty for the scenario's own, or this machine if it is not the
 *     one that this means
 */
record NightTask(Path file, Optional<String> profile) {

  private static final Pattern SCENARIO = Pattern.compile("(?m)^touchstone:");

  /**
   * Every scenario in a folder, on every profile.
   *
   * @param profiles empty for each scenario's own
   */
  static List<NightTask> in(Path folder, List<String> profiles) {
    List<NightTask> tasks = new ArrayList<>();
    for (Path file : scenarios(folder)) {
      if (profiles.isEmpty()) {
        tasks.add(new NightTask(file, Optional.empty()));
      }
      profiles.forEach(profile -> tasks.add(new NightTask(file, Optional.of(profile))));
    }
    return tasks;
  }

  /** By what is in them: a folder also holds the manifests and profiles that scenarios name. */
  private static List<Path> scenarios(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
          .filter(Files::isRegularFile)
          .filter(NightTask::isScenario)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  private static boolean isScenario(Path file) {
    try {
      return SCENARIO.matcher(Files.readString(file, StandardCharsets.UTF_8)).find();
    } catch (MalformedInputException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The name of its folder, unique in a night. */
  String name() {
    String own = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    String other = profile.map(p -> String.valueOf(Path.of(p).getFileName())).orElse("");
    return other.isEmpty() ? own : own + "@" + other.replaceFirst("\\.ya?ml$", "");
  }

  /** Reads the scenario, on a profile that this machine can serve unless one was asked for. */
  Scenario read(Map<String, String> variables) {
    Scenario scenario = ScenarioReader.read(file, variables);
    if (profile.isPresent()) {
      return scenario.on(Profiles.read(profile.get()));
    }
    boolean served = SystemProbe.ofThisMachine().emulation(scenario.profile()).isEmpty();
    return served ? scenario : scenario.on(Profiles.read(Profiles.DEFAULT));
  }
}

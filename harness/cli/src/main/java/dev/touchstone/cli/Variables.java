package dev.touchstone.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Values for the {@code ${NAME}} that stand in the paths of scenario and manifest files. */
final class Variables {

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Fills $${NAME} in paths; the environment fills the rest. May be repeated.")
  private Map<String, String> given = new LinkedHashMap<>();

  /** What was given, over the environment. */
  Map<String, String> values() {
    Map<String, String> all = new LinkedHashMap<>(System.getenv());
    all.putAll(given);
    return all;
  }
}

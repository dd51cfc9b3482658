package dev.touchstone.cli;

import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.scenarios.BundledScenarios;
import dev.touchstone.scenarios.Profiles;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.ScenarioReader;
import dev.touchstone.scenarios.problem.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The scenario that stands on the command line: a file, or one that comes with Touchstone. */
final class NamedScenario {

  @Parameters(
      paramLabel = "SCENARIO",
      completionCandidates = ScenariosToComplete.class,
      description = "Scenario file, or the name of a bundled scenario.")
  private String name = "";

  @Option(
      names = "--profile",
      paramLabel = "P",
      completionCandidates = ProfilesToComplete.class,
      description = "Hardware profile, a name or a file, in place of the scenario's own.")
  private Optional<String> profile = Optional.empty();

  @Mixin private Variables variables = new Variables();

  /**
   * Reads it.
   *
   * @throws RejectedException if there is no such scenario
   */
  Scenario read(Folders folders) {
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      if (!BundledScenarios.names().contains(name)) {
        throw none();
      }
      file = BundledScenarios.materialize(name, folders.bundled());
    }
    Scenario scenario = ScenarioReader.read(file, variables.values());
    return profile.map(other -> scenario.on(Profiles.read(other))).orElse(scenario);
  }

  private RejectedException none() {
    Path file = Path.of(name);
    String found =
        Files.isDirectory(file)
            ? "a folder"
            : looksLikeAFile(file) ? "no file" : "neither a file nor a bundled scenario";
    String meant = Words.didYouMean(name, BundledScenarios.names());
    return new RejectedException(
        "\""
            + name
            + "\" is "
            + found
            + "; name a scenario file, or one of the bundled "
            + String.join(", ", BundledScenarios.names())
            + (meant.isEmpty() ? "" : "; " + meant));
  }

  private static boolean looksLikeAFile(Path given) {
    String text = given.toString();
    return given.getNameCount() > 1 || text.endsWith(".yaml") || text.endsWith(".yml");
  }
}

package dev.touchstone.cli;

import dev.touchstone.runner.plan.PlanSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command that measures can be told. */
final class JobOptions {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for the result and its reports (default: touchstone-out/<name of the scenario or"
              + " model>); a result that is there is replaced.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of every order in the run (default: drawn, and told).")
  private Optional<Long> seed = Optional.empty();

  MainJob job(String name, Folders folders, PlanSettings settings) {
    return new MainJob(
        folders,
        seed.orElseGet(() -> Clock.systemUTC().millis()),
        settings,
        out.orElse(Path.of("touchstone-out", name)));
  }
}

package dev.touchstone.cli;

import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.plan.PlanSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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

  @Option(
      names = "--energy",
      description =
          "Measures energy even if no requirement asks for it: two minutes more for each model.")
  private boolean energy;

  @Option(
      names = "--power-log",
      paramLabel = "FILE",
      description =
          "CSV file with the columns time and watts that a power meter's program writes while the"
              + " run goes on; energy is measured from it (default: the machine's own sensors).")
  private Optional<Path> powerLog = Optional.empty();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "10min",
      converter = WaitConverter.class,
      description =
          "How long to wait while somebody else measures on this machine, such as 90s; 0s does not"
              + " wait (default: ${DEFAULT-VALUE}).")
  private Duration patience = Duration.ZERO;

  MainJob job(String name, Folders folders, PlanSettings settings) {
    return new MainJob(
        folders,
        seed.orElseGet(() -> Clock.systemUTC().millis()),
        settings,
        out.orElse(Path.of("touchstone-out", name)),
        new PowerChoice(energy, powerLog),
        patience);
  }
}

package dev.touchstone.cli;

import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.plan.PlanSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command that measures and reports can be told. */
final class JobOptions {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for the result and its reports (default: touchstone-out/<name of the scenario or"
              + " model>); a result that is there is replaced.")
  private Optional<Path> out = Optional.empty();

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

  @Mixin private MeasuringOptions measuring = new MeasuringOptions();

  MainJob job(String name, Folders folders, PlanSettings settings) {
    return new MainJob(
        folders,
        measuring.seed(),
        settings,
        out.orElse(Path.of("touchstone-out", name)),
        new PowerChoice(energy, powerLog),
        measuring.patience());
  }
}

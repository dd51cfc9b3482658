package dev.touchstone.runner.job;

import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.store.ResultFolder;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.ScenarioReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the run result in what the user points at. */
public final class StoredRun {

  /** The folder below an output folder that holds the run result. */
  public static final String FOLDER = "run";

  private StoredRun() {}

  /**
   * Reads a run result.
   *
   * @param given an output folder of {@code run} or {@code measure}, or the run result below it
   */
  public static RunResult read(Path given) {
    if (!Files.isDirectory(given)) {
      throw new RejectedException(
          "\""
              + given
              + "\" is no folder; name an output folder of \"touchstone run\" or \"measure\"");
    }
    Path below = given.resolve(FOLDER);
    return ResultFolder.read(Files.isDirectory(below) ? below : given);
  }

  /**
   * The requirements that the run was made for, with its profile's budgets; none for a plain
   * measurement.
   */
  public static List<Requirement> requirements(RunResult run) {
    return run.scenarioText().isBlank()
        ? List.of()
        : ScenarioReader.readStored(run.scenarioText(), file(run))
            .with(run.environment().budgets());
  }

  private static String file(RunResult run) {
    return run.environment()
        .facts()
        .getOrDefault(Environment.SCENARIO_FILE, run.scenarioName() + ".yaml");
  }
}

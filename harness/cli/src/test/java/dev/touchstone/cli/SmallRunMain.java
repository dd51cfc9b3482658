package dev.touchstone.cli;

import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.Workshop;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.ScenarioReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** What {@code touchstone run} does, with so few measurements that they decide nothing. */
final class SmallRunMain {

  private SmallRunMain() {}

  public static void main(String[] args) {
    Scratch.deleteAtExit();
    Folders folders = Folders.of(System.getenv());
    Scenario scenario = ScenarioReader.read(Path.of(args[0]), Map.of());
    BaselineStore store = BaselineStore.open(folders.store());
    Lineup lineup;
    try (ConsoleProgress progress = ConsoleProgress.onStandardError()) {
      lineup = Lineup.of(scenario, Workshop.in(folders, progress), store);
    }
    PlanSettings few =
        PlanSettings.STANDARD
            .withPairs(2)
            .withColdStarts(1)
            .withSolo(Duration.ofMillis(100), Duration.ofMillis(200));
    Verdict verdict =
        new MainJob(
                folders, 1, few, Path.of(args[1]), PowerChoice.AS_REQUIRED, Duration.ofMinutes(1))
            .run(scenario, lineup);
    RunCommand.remember(store, verdict);
    System.exit(ExitCode.of(verdict.outcome()).number());
  }
}

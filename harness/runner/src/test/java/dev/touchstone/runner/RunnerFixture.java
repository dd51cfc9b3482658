package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.RunResult;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.plan.Planner;
import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.runner.testing.Board;
import dev.touchstone.runner.testing.MemoryDataset;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.runner.testing.SteppingClock;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs plans with scripted workers on an invented board. */
abstract class RunnerFixture {

  static final LoadPattern STREAM = new LoadPattern.SingleStream();
  static final MemoryDataset DATA = MemoryDataset.ofClasses(30, 3);

  @TempDir Path root;

  final ScriptedWorkers workers = new ScriptedWorkers();
  final List<String> told = new ArrayList<>();
  final List<String> said = new ArrayList<>();
  Board board = new Board(Path.of("."));
  MemoryDataset data = DATA;

  @BeforeEach
  void makeAQuietMachine() {
    board = Board.nuc(root);
  }

  @AfterEach
  void leavesNoWorkerBehind() {
    assertThat(workers.open).isZero();
  }

  RunResult run(String... arms) {
    return run(Questions.scenario(Questions.data(), STREAM), PlanSettings.STANDARD, arms);
  }

  RunResult run(Scenario scenario, PlanSettings settings, String... arms) {
    Plan plan = Planner.plan(scenario, Questions.arms(arms), 42, settings);
    SystemProbe probe = new SystemProbe(root, Map::of, new SteppingClock(Duration.ofSeconds(1)));
    Progress progress =
        new Progress() {
          @Override
          public void at(String phase, long done, long total) {
            told.add(phase + " " + done + "/" + total);
          }

          @Override
          public void says(String phase, String line) {
            said.add(line);
          }
        };
    return new Runner(
            workers, probe, manifest -> data, new SteppingClock(Duration.ofMillis(1)), "1.2.3")
        .run(plan, progress);
  }
}

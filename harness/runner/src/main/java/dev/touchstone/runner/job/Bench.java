package dev.touchstone.runner.job;

import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.store.SharedLock;
import dev.touchstone.runner.MachineLock;
import dev.touchstone.runner.ProcessWorkers;
import dev.touchstone.runner.Runner;
import dev.touchstone.runner.confinement.Confinement;
import dev.touchstone.runner.confinement.Host;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.power.PowerSource;
import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.data.Datasets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where models are measured: workers made of this process's own parts, held to the profile, on this
 * machine, which is held while they run and not while models are compressed or reports written.
 *
 * @param runtime folder in which native libraries are kept between runs
 * @param workers folder that takes what workers print on standard error
 * @param power where energy is read from
 * @param patience how long to wait while somebody else measures on this machine
 * @param notices takes a line whenever the run waits for somebody else
 */
public record Bench(
    Path runtime, Path workers, PowerSource power, Duration patience, Consumer<String> notices) {

  public static Bench of(
      Folders folders, Path out, PowerSource power, Duration patience, Consumer<String> notices) {
    return new Bench(
        folders.cache().resolve("runtime"), out.resolve("workers"), power, patience, notices);
  }

  /**
   * Carries out a plan.
   *
   * @param known faults from before the run
   */
  @SuppressWarnings("try") // the lock is only held
  public RunResult run(Plan plan, List<Fault> known, Progress progress) {
    Runner runner = runner(plan).measuring(power);
    try (SharedLock.Hold held =
        MachineLock.of(System.getenv()).take(patience, plan.scenario().name(), notices)) {
      return runner.run(plan, known, progress);
    }
  }

  private Runner runner(Plan plan) {
    return new Runner(
        ProcessWorkers.ofThisProcess(
            runtime, workers, Confinement.plan(plan.scenario().profile(), Host.ofThisProcess())),
        SystemProbe.ofThisMachine(),
        Datasets::open,
        Clock.systemUTC(),
        ToolVersion.number());
  }
}

package dev.touchstone.cli;

import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.ResultFolder;
import dev.touchstone.runner.ProcessWorkers;
import dev.touchstone.runner.Runner;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.plan.Planner;
import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.data.Datasets;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;

/**
 * The way of the data from models to a verdict: plan, run, keep, judge, report.
 *
 * @param folders of the user
 * @param seed of every order in the run
 * @param settings how much is measured
 * @param out folder for the result and its reports
 */
record MainJob(Folders folders, long seed, PlanSettings settings, Path out) {

  Verdict run(Scenario scenario, Lineup lineup) {
    Folders.requireFolder("--out", out);
    ResultFolder.requirePlaceFor(out.resolve(StoredRun.FOLDER));
    Plan plan = Planner.plan(scenario, lineup.arms(), seed, settings);
    PrintStream err = System.err;
    err.printf(
        Locale.ROOT,
        "touchstone: %s on %s, seed %d; measuring takes about %d s%n",
        scenario.name(),
        scenario.profile().name(),
        seed,
        plan.expected().toSeconds());
    RunResult result;
    try (ConsoleProgress progress = ConsoleProgress.onStandardError()) {
      result = runner().run(plan, lineup.faults(), progress);
    }
    ResultFolder.write(result, out.resolve(StoredRun.FOLDER));
    Verdict verdict = Gate.judge(scenario.requirements(), result);
    VerdictPrinter.write(verdict, out);
    VerdictPrinter.print(verdict);
    err.println("touchstone: the page to open is " + out.resolve("index.html"));
    return verdict;
  }

  private Runner runner() {
    return new Runner(
        ProcessWorkers.ofThisProcess(folders.cache().resolve("runtime"), out.resolve("workers")),
        SystemProbe.ofThisMachine(),
        Datasets::open,
        Clock.systemUTC(),
        Version.number());
  }
}

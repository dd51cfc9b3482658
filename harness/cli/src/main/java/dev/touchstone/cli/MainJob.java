package dev.touchstone.cli;

import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.ResultFolder;
import dev.touchstone.runner.job.Bench;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.StoredRun;
import dev.touchstone.runner.plan.EnergyPlan;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.plan.Planner;
import dev.touchstone.runner.power.PowerSource;
import dev.touchstone.scenarios.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The way of the data from models to a verdict: plan, run, keep, judge, report.
 *
 * @param folders of the user
 * @param seed of every order in the run
 * @param settings how much is measured
 * @param out folder for the result and its reports
 * @param power where energy is read from
 * @param patience how long to wait while somebody else measures on this machine
 */
record MainJob(
    Folders folders,
    long seed,
    PlanSettings settings,
    Path out,
    PowerChoice power,
    Duration patience) {

  /** The same in another folder, with orders of its own. */
  MainJob in(Path folder, int number) {
    return new MainJob(folders, seed + number, settings, folder, power, patience);
  }

  Verdict run(Scenario scenario, Lineup lineup) {
    return run(scenario, lineup, VerdictPrinter::print);
  }

  /**
   * Runs everything.
   *
   * @param printer shows the verdict on standard output
   */
  Verdict run(Scenario scenario, Lineup lineup, Consumer<Verdict> printer) {
    Folders.requireFolder("--out", out);
    ResultFolder.requirePlaceFor(out.resolve(StoredRun.FOLDER));
    PowerSource source = power.source(scenario);
    Plan planned = Planner.plan(scenario, lineup.arms(), seed, settings);
    Plan plan = source.meter().isPresent() ? EnergyPlan.after(planned) : planned;
    System.err.printf(
        Locale.ROOT,
        "touchstone: %s on %s, seed %d; measuring takes about %s%n",
        scenario.name(),
        scenario.profile().name(),
        seed,
        seconds(plan));
    RunResult result;
    try (ConsoleProgress progress = ConsoleProgress.onStandardError()) {
      result = bench(source).run(plan, lineup.faults(), progress);
    }
    return Undivided.run(() -> keep(scenario, lineup, result, printer));
  }

  /** Where this job measures, for one that makes several runs. */
  Bench bench(PowerSource source) {
    return Bench.of(
        folders, out, source, patience, line -> System.err.println("touchstone: " + line));
  }

  /** The result first, then the verdict; whatever fails after that can be done again from it. */
  private Verdict keep(
      Scenario scenario, Lineup lineup, RunResult result, Consumer<Verdict> printer) {
    ResultFolder.write(result, out.resolve(StoredRun.FOLDER));
    Verdict verdict = Gate.judge(scenario.requirements(), result);
    printer.accept(verdict);
    VerdictPrinter.write(verdict, out);
    lineup.cards().forEach(card -> card.write(out, VerdictPrinter.measured(verdict, card.name())));
    System.err.println("touchstone: the page to open is " + out.resolve("report.html"));
    return verdict;
  }

  /** From every comparison decided at its first look, to none before its last pair. */
  private static String seconds(Plan plan) {
    long least = plan.expected().toSeconds();
    long most = plan.expectedAtMost().toSeconds();
    return least == most
        ? least + " s"
        : least + " s, up to " + most + " s where comparisons are close";
  }
}

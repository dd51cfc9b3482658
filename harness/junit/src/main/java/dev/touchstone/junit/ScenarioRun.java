package dev.touchstone.junit;

import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.ResultFolder;
import dev.touchstone.reports.Reports;
import dev.touchstone.runner.job.Bench;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.StoredRun;
import dev.touchstone.runner.job.Workshop;
import dev.touchstone.runner.plan.EnergyPlan;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.plan.Planner;
import dev.touchstone.runner.power.PowerSource;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The way of the data from a scenario to its verdict, as {@code touchstone run} goes it. The store
 * is read and not written: a test leaves nothing behind but its results.
 *
 * @param folders of the user
 * @param seed of every order in the run
 * @param settings how much is measured
 * @param out folder for the result and its reports
 * @param patience how long to wait while somebody else measures on this machine
 * @param notices takes a line whenever something takes long
 */
record ScenarioRun(
    Folders folders,
    long seed,
    PlanSettings settings,
    Path out,
    Duration patience,
    Consumer<String> notices) {

  Verdict run(Scenario scenario) {
    Folders.requireFolder("touchstone.out", out);
    ResultFolder.requirePlaceFor(out.resolve(StoredRun.FOLDER));
    Lineup lineup =
        Lineup.of(
            scenario, Workshop.in(folders, Progress.NONE), BaselineStore.open(folders.store()));
    PowerSource power =
        EnergyPlan.isAskedBy(scenario) ? PowerSource.ofThisMachine() : PowerSource.UNASKED;
    Plan planned = Planner.plan(scenario, lineup.arms(), seed, settings);
    Plan plan = power.meter().isPresent() ? EnergyPlan.after(planned) : planned;
    notices.accept(
        scenario.name()
            + " on "
            + scenario.profile().name()
            + ", seed "
            + seed
            + "; measuring takes about "
            + plan.expected().toSeconds()
            + " s, up to "
            + plan.expectedAtMost().toSeconds()
            + " s where comparisons are close");
    RunResult result =
        Bench.of(folders, out, power, patience, notices).run(plan, lineup.faults(), Progress.NONE);
    ResultFolder.write(result, out.resolve(StoredRun.FOLDER));
    Verdict verdict = Gate.judge(scenario.requirements(), result);
    Reports.all().forEach(format -> format.render(verdict, out));
    lineup.cards().forEach(card -> card.write(out));
    return verdict;
  }
}

package dev.touchstone.cli;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.RunView;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.UpdateRecord;
import dev.touchstone.baselines.store.UpdateRecords;
import dev.touchstone.runner.job.Baselines;
import dev.touchstone.runner.job.CardCopy;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.Workshop;
import dev.touchstone.runner.update.KeptResults;
import dev.touchstone.runner.update.Stage;
import dev.touchstone.runner.update.UpdatePlan;
import dev.touchstone.scenarios.Scenario;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out what a plan says, and writes down after each run what is done: an update that is cut
 * off leaves the rest to the next one.
 *
 * @param store of the baselines
 * @param records of what was judged last
 * @param results of the runs that were judged
 * @param main measures and reports
 */
record UpdateJob(
    Scenario scenario,
    BaselineStore store,
    UpdateRecords records,
    KeptResults results,
    MainJob main) {

  /**
   * Compresses, measures and judges what the plan says.
   *
   * @return what is on record now
   */
  UpdateRecord carryOut(UpdatePlan plan, Optional<UpdateRecord> last) {
    UpdateRecord record = asked(last);
    List<UpdatePlan.Step> measured = plan.from(Stage.MEASURE);
    if (!measured.isEmpty()) {
      Verdict verdict = measure(measured);
      if (isJudged(verdict)) {
        results.keep(verdict.run());
        record = written(record, measured, verdict);
      } else {
        record = record(without(record, measured), false); // what was said of them is out of date
      }
      RunCommand.remember(store, verdict);
    }
    for (Map.Entry<String, List<UpdatePlan.Step>> each : byRun(plan).entrySet()) {
      record = judge(each.getKey(), each.getValue(), record, isOnly(each.getValue(), plan));
    }
    Set<String> inUse = new LinkedHashSet<>();
    record.candidates().forEach(entry -> inUse.add(entry.runId()));
    results.retain(inUse);
    return record;
  }

  private UpdateRecord judge(
      String runId, List<UpdatePlan.Step> steps, UpdateRecord record, boolean isOnly) {
    List<String> names = steps.stream().map(UpdatePlan.Step::name).toList();
    Verdict verdict = verdict(runId, names);
    VerdictPrinter.print(verdict);
    VerdictPrinter.write(verdict, isOnly ? main.out() : main.out().resolve(names.get(0)));
    for (String name : names) {
      VerdictPrinter.measured(verdict, name)
          .forEach(section -> CardCopy.amend(main.out(), name, section));
    }
    return written(record, steps, verdict);
  }

  /** Whether no other verdict of this update wants the same folder for its reports. */
  private static boolean isOnly(List<UpdatePlan.Step> steps, UpdatePlan plan) {
    return plan.from(Stage.JUDGE).size() == steps.size();
  }

  private static List<UpdateRecord.Entry> without(
      UpdateRecord record, List<UpdatePlan.Step> steps) {
    return record.candidates().stream()
        .filter(entry -> steps.stream().noneMatch(step -> step.name().equals(entry.name())))
        .toList();
  }

  /** The last record, without candidates that the scenario no longer has. */
  private UpdateRecord asked(Optional<UpdateRecord> last) {
    return record(last.map(UpdateRecord::candidates).orElse(List.of()), false);
  }

  /** A record in the scenario's order. */
  private UpdateRecord record(List<UpdateRecord.Entry> entries, boolean promoted) {
    List<UpdateRecord.Entry> ordered =
        scenario.candidates().stream()
            .flatMap(s -> entries.stream().filter(e -> e.name().equals(s.name())))
            .toList();
    return new UpdateRecord(
        scenario.name(), scenario.profile().name(), Clock.systemUTC().instant(), promoted, ordered);
  }

  private Verdict measure(List<UpdatePlan.Step> steps) {
    Scenario part = scenario.about(steps.stream().map(UpdatePlan.Step::source).toList());
    Lineup lineup;
    try (ConsoleProgress progress = ConsoleProgress.onStandardError()) {
      lineup = Lineup.of(part, Workshop.in(main.folders(), progress), store);
    }
    return main.run(part, lineup);
  }

  /** A run under wrong conditions, or without a reference, answers nothing and is made again. */
  private static boolean isJudged(Verdict verdict) {
    return verdict.run().environment().violations().isEmpty()
        && verdict.run().faults().stream().noneMatch(f -> f.arm().equals(Arm.REFERENCE));
  }

  private static Map<String, List<UpdatePlan.Step>> byRun(UpdatePlan plan) {
    Map<String, List<UpdatePlan.Step>> byRun = new LinkedHashMap<>();
    for (UpdatePlan.Step step : plan.at(Stage.JUDGE)) {
      step.last()
          .ifPresent(e -> byRun.computeIfAbsent(e.runId(), r -> new ArrayList<>()).add(step));
    }
    return byRun;
  }

  /** What the requirements as they are now say of some candidates of a stored run. */
  Verdict verdict(String runId, List<String> candidates) {
    RunResult run = results.read(runId);
    List<Arm> arms =
        run.arms().stream()
            .filter(arm -> arm.role() != ArmRole.CANDIDATE || candidates.contains(arm.name()))
            .toList();
    return Gate.judge(scenario.requirements(), RunView.of(run, arms));
  }

  private UpdateRecord written(UpdateRecord before, List<UpdatePlan.Step> steps, Verdict verdict) {
    List<UpdateRecord.Entry> entries = new ArrayList<>(without(before, steps));
    steps.forEach(step -> entries.add(entry(step, verdict)));
    return write(record(entries, false));
  }

  UpdateRecord write(UpdateRecord record) {
    return Undivided.run(
        () -> {
          records.write(record);
          return record;
        });
  }

  private static UpdateRecord.Entry entry(UpdatePlan.Step step, Verdict verdict) {
    Arm arm =
        verdict.run().arms().stream()
            .filter(a -> a.name().equals(step.name()))
            .findFirst()
            .orElseThrow();
    return new UpdateRecord.Entry(
        step.name(),
        arm.sha256(),
        verdict.run().id(),
        Baselines.outcome(verdict, arm),
        step.inputs());
  }
}

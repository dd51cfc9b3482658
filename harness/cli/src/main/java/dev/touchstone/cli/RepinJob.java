package dev.touchstone.cli;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.TimeDomain;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.PairedChange;
import dev.touchstone.baselines.store.Repin;
import dev.touchstone.baselines.store.RunRecord;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.scenarios.AskedQuestion;
import dev.touchstone.scenarios.ComparisonLimits;
import dev.touchstone.scenarios.Demand;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.ReadyModel;
import dev.touchstone.scenarios.Scenario;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Measures the reference of the latest run against the one that was the reference before, both as
 * the store keeps them.
 *
 * @param before the older one, with the file in the store
 * @param today the newer one
 */
record RepinJob(Kept before, Kept today, String profile) {

  private static final String TODAY = "today";

  /** A reference, and where the store keeps it. */
  record Kept(Arm arm, Path file) {}

  /**
   * Finds the last change of reference.
   *
   * @throws RejectedException if there was none, or the store does not keep both
   */
  static RepinJob of(BaselineStore store, String scenario, String profile) {
    List<RunRecord> runs = new ArrayList<>(store.runs(scenario, profile));
    Collections.reverse(runs);
    List<Arm> references = runs.stream().flatMap(run -> run.arm(Arm.REFERENCE).stream()).toList();
    Optional<Arm> older =
        references.stream()
            .filter(arm -> !arm.sha256().equals(references.get(0).sha256()))
            .findFirst();
    if (older.isEmpty()) {
      throw new RejectedException(
          "--re-pin: the %d runs of \"%s\" on %s have one and the same reference; run the scenario"
              .formatted(runs.size(), scenario, profile)
              .concat(" with the new one first"));
    }
    return new RepinJob(kept(store, older.get()), kept(store, references.get(0)), profile);
  }

  private static Kept kept(BaselineStore store, Arm arm) {
    return store
        .model(arm)
        .map(file -> new Kept(arm, file))
        .orElseThrow(
            () ->
                new RejectedException(
                    "--re-pin: the store does not keep the reference %s (%s); the series begins anew"
                        .formatted(arm.sha256(), arm.model())));
  }

  /** Compares the two in everything that has pairs. */
  List<Repin> measure(MainJob job, String because) {
    ReadyModel candidate = new ReadyModel(TODAY, today.file());
    List<Demand> demands =
        ComparisonLimits.STANDARD.demands(Optional.empty()).stream()
            .filter(demand -> demand.metric() == Metric.LATENCY_P50)
            .toList();
    Scenario scenario =
        new AskedQuestion(
                "re-pin", before.file(), List.of(candidate), profile, Optional.empty(), demands)
            .scenario();
    Lineup lineup = Lineup.broughtAlong(before.file(), List.of(candidate));
    Verdict verdict = job.run(scenario, lineup, VerdictPrinter::printComparison);
    RunResult run = verdict.run();
    if (!run.environment().violations().isEmpty()) {
      throw new RejectedException(
          "--re-pin: " + String.join("; ", run.environment().violations()) + "; nothing was kept");
    }
    Instant now = Clock.systemUTC().instant();
    List<Repin> ratios =
        RunRecord.of(verdict).changes().stream()
            .filter(change -> change.domain() == TimeDomain.WALL && isBounded(change))
            .map(change -> repin(change, now, because))
            .toList();
    if (ratios.stream().noneMatch(ratio -> ratio.metric() == Metric.LATENCY_P50)) {
      throw new RejectedException(
          "--re-pin: the two references could not be compared, see " + job.out() + "/report.html");
    }
    return ratios;
  }

  private static boolean isBounded(PairedChange change) {
    return Double.isFinite(change.interval().lower()) && Double.isFinite(change.interval().upper());
  }

  private Repin repin(PairedChange change, Instant now, String because) {
    return new Repin(
        now,
        before.arm().sha256(),
        today.arm().sha256(),
        change.metric(),
        change.logRatio(),
        change.interval().lower(),
        change.interval().upper(),
        change.pairs(),
        because);
  }
}

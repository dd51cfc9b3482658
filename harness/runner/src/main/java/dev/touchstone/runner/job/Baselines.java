package dev.touchstone.runner.job;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.Promotion;
import dev.touchstone.baselines.store.StoredBaseline;
import dev.touchstone.scenarios.Baseline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Puts arms of a run into a store. */
public final class Baselines {

  private Baselines() {}

  /**
   * Keeps the reference of a valid run, if it is another one than before; that of an emulated
   * profile is never kept.
   */
  public static void keepReference(BaselineStore store, Verdict verdict) {
    RunResult run = verdict.run();
    Arm reference = run.arms().get(0);
    boolean known =
        store
            .find(run.scenarioName(), run.profileName(), Baseline.REFERENCE)
            .filter(kept -> kept.sha256().equals(reference.sha256()))
            .isPresent();
    boolean emulated = run.environment().emulation().isPresent();
    if (verdict.outcome() != Outcome.INVALID && !known && !emulated) {
      // A reference is not judged: it is what the scenario says it is.
      keep(store, run, reference, Baseline.REFERENCE, Outcome.PASS, "");
    }
  }

  /**
   * Makes a candidate the model that ships.
   *
   * @throws RejectedException if its file is gone or was changed since the run
   */
  public static StoredBaseline promote(
      BaselineStore store, Verdict verdict, Arm arm, String because) {
    return keep(store, verdict.run(), arm, Baseline.DEPLOYED, outcome(verdict, arm), because);
  }

  private static StoredBaseline keep(
      BaselineStore store, RunResult run, Arm arm, Baseline role, Outcome outcome, String because) {
    if (!Files.isRegularFile(arm.model())) {
      throw new RejectedException(
          "the model of \""
              + arm.name()
              + "\" is gone: "
              + arm.model()
              + "; run the scenario again");
    }
    List<Path> files = Lineup.filesOf(arm.model()).files();
    if (!Lineup.filesOf(arm.model()).sha256().equals(arm.sha256())) {
      throw new RejectedException(
          "the model of \""
              + arm.name()
              + "\" was changed since the run: "
              + arm.model()
              + "; run the scenario again");
    }
    return store.promote(
        new Promotion(
            run.scenarioName(),
            run.profileName(),
            role,
            arm,
            files.subList(1, files.size()),
            run.id(),
            outcome,
            Clock.systemUTC().instant(),
            because,
            run.environment().emulation()));
  }

  /** What the run says of one candidate: the worst of its findings. */
  private static Outcome outcome(Verdict verdict, Arm arm) {
    if (verdict.outcome() == Outcome.INVALID) {
      return Outcome.INVALID;
    }
    return verdict.findings().stream()
        .filter(finding -> finding.arm().equals(arm.name()))
        .map(Finding::outcome)
        .max(Outcome::compareTo)
        .orElse(Outcome.INCONCLUSIVE);
  }

  /**
   * The candidate of that name.
   *
   * @param name empty for the only one
   * @throws RejectedException if there is none, or more than one to choose from
   */
  public static Arm candidate(RunResult run, String name) {
    List<Arm> candidates =
        run.arms().stream().filter(arm -> arm.role() == ArmRole.CANDIDATE).toList();
    List<String> names = candidates.stream().map(Arm::name).toList();
    if (candidates.isEmpty()) {
      throw new RejectedException("this run has no candidate to promote");
    }
    if (name.isEmpty() && candidates.size() == 1) {
      return candidates.get(0);
    }
    return candidates.stream()
        .filter(arm -> arm.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RejectedException(
                    "--candidate: \"" + name + "\" must be one of " + String.join(", ", names)));
  }
}

package dev.touchstone.runner.job;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.BaselineNotes;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.Role;
import dev.touchstone.baselines.store.RunRecord;
import dev.touchstone.baselines.store.StoredBaseline;
import dev.touchstone.baselines.store.UnreadableResultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What makes the PASS of a run none, although the gate gave it. A busy machine is not among it:
 * comparisons hold there, and a limit on time that was broken there is no PASS.
 */
final class Doubts {

  private static final String SWAPPED = "memory.swapped-pages";

  private Doubts() {}

  static List<String> of(Verdict verdict, BaselineStore store) {
    RunResult run = verdict.run();
    List<String> doubts = new ArrayList<>(run.environment().violations());
    RunRecord.of(verdict)
        .injected()
        .forEach((key, value) -> doubts.add(key + " " + value + " was put in on purpose"));
    String swapped = run.environment().facts().getOrDefault(SWAPPED, "0");
    if (!swapped.equals("0")) {
      doubts.add(swapped + " pages were swapped, so resident memory may read too small");
    }
    compared(run, store).ifPresent(doubts::add);
    return doubts;
  }

  /** A run that was held against what ships no more says nothing of what ships now. */
  private static Optional<String> compared(RunResult run, BaselineStore store) {
    Optional<StoredBaseline> now = deployed(run, store);
    Optional<Arm> then = run.arm(ArmRole.DEPLOYED);
    boolean fromFile = then.isPresent() && !then.get().lineage().containsKey(BaselineNotes.ID);
    if (now.isEmpty() || fromFile || now.get().runId().equals(run.id())) {
      return Optional.empty();
    }
    String id = then.map(arm -> arm.lineage().getOrDefault(BaselineNotes.ID, "")).orElse("");
    return now.get().id().equals(id)
        ? Optional.empty()
        : Optional.of(
            "it was compared with "
                + (id.isEmpty() ? "no deployed model" : "the baseline " + id)
                + ", and \""
                + now.get().arm()
                + "\" ("
                + now.get().id()
                + ") ships now");
  }

  /** One that is damaged is about to be replaced; nobody can tell what it was. */
  private static Optional<StoredBaseline> deployed(RunResult run, BaselineStore store) {
    try {
      return store.peek(run.scenarioName(), run.profileName(), Role.DEPLOYED);
    } catch (UnreadableResultException e) {
      return Optional.empty();
    }
  }
}

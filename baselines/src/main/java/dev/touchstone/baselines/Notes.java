package dev.touchstone.baselines;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.quality.Flips;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a reader must know beside the findings. */
final class Notes {

  private Notes() {}

  static List<String> of(List<Requirement> requirements, Evidence evidence) {
    List<String> notes = new ArrayList<>();
    RunResult run = evidence.run();
    run.environment().violations().forEach(v -> notes.add("The run is invalid: " + v));
    for (Baseline baseline : Baseline.values()) {
      String arm = evidence.armName(baseline);
      boolean fatal = baseline == Baseline.REFERENCE && evidence.faults().fatal(arm).isPresent();
      Optional<Fault> fault = fatal ? evidence.faults().fatal(arm) : evidence.faults().any(arm);
      fault.ifPresent(
          f -> notes.add((fatal ? "The run is invalid: " : "") + Faults.describe(f) + "."));
    }
    long skipped = requirements.stream().filter(Notes::needsDeployed).count();
    // A comparison of models that were brought along has nothing to promote.
    boolean concerned =
        skipped > 0
            || run.arms().stream()
                .anyMatch(arm -> arm.role() == ArmRole.CANDIDATE && !arm.lineage().isEmpty());
    if (concerned
        && evidence.arm(Baseline.DEPLOYED).isEmpty()
        && evidence.faults().any(Arm.DEPLOYED).isEmpty()) {
      notes.add(
          "No deployed model yet; judged against the reference alone"
              + (skipped == 0
                  ? ""
                  : " ("
                      + skipped
                      + (skipped == 1 ? " requirement" : " requirements")
                      + " skipped)")
              + ". Promote a candidate to be its successor's measure.");
    }
    notes.addAll(BaselineNotes.of(run));
    for (Arm arm : run.arms()) {
      if (arm.role() != ArmRole.REFERENCE) {
        addFlips(arm, run, notes);
      }
    }
    run.solo().stream().flatMap(solo -> LoadNotes.of(solo).stream()).forEach(notes::add);
    for (Campaign campaign : run.campaigns()) {
      if (campaign.invalidPairs() > 0) {
        notes.add(
            campaign.invalidPairs()
                + (campaign.invalidPairs() == 1 ? " fork pair of " : " fork pairs of ")
                + campaign.candidate()
                + (campaign.invalidPairs() == 1 ? " was" : " were")
                + " thrown away and done again.");
      }
    }
    evidence.faults().forgiven().stream()
        .filter(f -> run.arm(ArmRole.REFERENCE).stream().noneMatch(a -> a.name().equals(f.arm())))
        .filter(f -> run.arm(ArmRole.DEPLOYED).stream().noneMatch(a -> a.name().equals(f.arm())))
        .forEach(f -> notes.add(Faults.describe(f) + ". The pair was done again."));
    return notes;
  }

  private static boolean needsDeployed(Requirement requirement) {
    Rule rule = requirement.rule();
    return (rule instanceof Rule.Against against && against.baseline() == Baseline.DEPLOYED)
        || (rule instanceof Rule.GainAtLeast gain && gain.baseline() == Baseline.DEPLOYED);
  }

  private static void addFlips(Arm arm, RunResult run, List<String> notes) {
    if (run.samples().isPresent()
        && run.samples().get().labels().isPresent()
        && run.samples().get().labels().get() instanceof Labels.Classes labels
        && run.predictions().get(Arm.REFERENCE) instanceof Predictions.Scores before
        && run.predictions().get(arm.name()) instanceof Predictions.Scores after) {
      Flips flips = Flips.between(labels, before, after, Slice.all(labels.size()));
      notes.add(
          arm.name()
              + " answers "
              + flips.changed()
              + " of "
              + flips.n()
              + " samples differently from the reference: "
              + flips.rightToWrong()
              + " right → wrong, "
              + flips.wrongToRight()
              + " wrong → right.");
    }
  }
}

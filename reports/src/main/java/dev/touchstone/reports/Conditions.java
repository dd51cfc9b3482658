package dev.touchstone.reports;

import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * The run itself as a check, for formats that know only checks: without it, an invalid run without
 * findings would look like a run without problems.
 *
 * @param outcome PASS or INVALID
 * @param reasons what was wrong; at least one if the outcome is INVALID
 */
public record Conditions(Outcome outcome, List<String> reasons) {

  /** Copies the reasons. */
  public Conditions {
    reasons = List.copyOf(reasons);
  }

  /** What the check is called. */
  static final String TITLE = "run conditions";

  /** Of a run that was judged. */
  public static Conditions of(Verdict verdict) {
    List<String> violations = verdict.run().environment().violations();
    boolean unexplained =
        verdict.outcome() == Outcome.INVALID
            && verdict.findings().stream().noneMatch(f -> f.outcome() == Outcome.INVALID);
    if (violations.isEmpty() && !unexplained) {
      return new Conditions(Outcome.PASS, List.of());
    }
    List<String> reasons = new ArrayList<>(violations);
    reasons.addAll(verdict.run().faults().stream().map(Fault::reason).toList());
    reasons.addAll(verdict.notes());
    return new Conditions(
        Outcome.INVALID, reasons.isEmpty() ? List.of("the run is invalid") : reasons);
  }
}

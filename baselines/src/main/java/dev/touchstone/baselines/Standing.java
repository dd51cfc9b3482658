package dev.touchstone.baselines;

import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far one candidate's relative requirements are decided by what was measured side by side so
 * far. The gate finds the same decisions in the finished run, since a decision depends on no more
 * replicates than it needs.
 *
 * @param open the requirements that more replicates could decide, in the scenario's order
 * @param next replicates at which the next of them is looked at or confirmed; 0 if none is open
 */
public record Standing(List<Requirement> open, int next) {

  /** Copies the list. */
  public Standing {
    open = List.copyOf(open);
  }

  /** How far fork pairs have decided. */
  public static Standing ofPairs(
      List<Requirement> requirements, String candidate, PairedEvidence evidence) {
    return of(requirements, candidate, evidence, false);
  }

  /** How far cold starts have decided; a replicate is two starts of each arm. */
  public static Standing ofColdStarts(
      List<Requirement> requirements, String candidate, PairedEvidence evidence) {
    return of(requirements, candidate, evidence, true);
  }

  private static Standing of(
      List<Requirement> requirements,
      String candidate,
      PairedEvidence evidence,
      boolean coldStarts) {
    List<Requirement> open = new ArrayList<>();
    int next = Integer.MAX_VALUE;
    for (Requirement requirement : requirements) {
      Optional<SideBySide> question =
          question(requirement, candidate)
              .filter(q -> q.isAnswerable() && q.isColdStart() == coldStarts);
      Optional<Decision> decision =
          question.flatMap(q -> q.decide(evidence)).filter(d -> !d.isFinal());
      if (decision.isPresent()) {
        open.add(requirement);
        next = Math.min(next, decision.get().n());
      }
    }
    return new Standing(open, open.isEmpty() ? 0 : next);
  }

  private static Optional<SideBySide> question(Requirement requirement, String candidate) {
    Rule rule = requirement.rule();
    if (!(rule instanceof Rule.Against) && !(rule instanceof Rule.GainAtLeast)) {
      return Optional.empty();
    }
    Margins margins = Margins.of(rule);
    return Optional.of(new SideBySide(requirement, margins, candidate, margins.baseline().key()));
  }

  /** Whether a requirement is a relative one that fork pairs decide. */
  public static boolean needsPairs(Requirement requirement) {
    return question(requirement, "").filter(q -> q.isAnswerable() && !q.isColdStart()).isPresent();
  }

  /** Whether a requirement is a relative one that cold starts decide. */
  public static boolean needsColdStarts(Requirement requirement) {
    return question(requirement, "").filter(SideBySide::isColdStart).isPresent();
  }

  /** Whether nothing is left that more replicates could decide. */
  public boolean isDecided() {
    return open.isEmpty();
  }
}

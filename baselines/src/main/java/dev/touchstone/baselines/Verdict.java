package dev.touchstone.baselines;

import java.util.List;

/**
 * The answer to a scenario.
 *
 * @param outcome the worst of the findings, or INVALID
 * @param findings one for each requirement, candidate and slice, in the scenario's order
 * @param measurements every number of every arm
 * @param notes what a reader must know beside the findings, one sentence each
 * @param run what was observed
 */
public record Verdict(
    Outcome outcome,
    List<Finding> findings,
    List<Measurement> measurements,
    List<String> notes,
    RunResult run) {

  /** Copies the lists. */
  public Verdict {
    findings = List.copyOf(findings);
    measurements = List.copyOf(measurements);
    notes = List.copyOf(notes);
  }
}

package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * The run that a baseline comes from.
 *
 * @param runId of the run
 * @param outcome of the run for this model
 * @param emulation why the machine of that run was not the one that the profile means; empty if it
 *     was
 * @param doubts conditions of that run under which a PASS is none, one clause each
 */
public record Origin(
    String runId, Outcome outcome, Optional<String> emulation, List<String> doubts) {

  /** Copies the list. */
  public Origin {
    doubts = List.copyOf(doubts);
  }

  /** A run on the machine that the profile means, under conditions that nobody doubts. */
  public static Origin clean(String runId, Outcome outcome) {
    return new Origin(runId, outcome, Optional.empty(), List.of());
  }
}

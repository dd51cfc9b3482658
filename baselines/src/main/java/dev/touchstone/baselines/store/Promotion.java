package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.scenarios.Baseline;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The wish to keep a model as a baseline.
 *
 * @param scenario the scenario's name
 * @param profile the hardware profile's name
 * @param role which baseline it becomes
 * @param arm the model
 * @param externalData files beside the model that hold its weights, if any
 * @param runId of the run that it comes from
 * @param outcome of that run for this model
 * @param at now
 * @param because why, in spite of an outcome that is no PASS; empty if there is no reason
 * @param emulation why the machine of that run was not the one that the profile means; empty if it
 *     was
 */
public record Promotion(
    String scenario,
    String profile,
    Baseline role,
    Arm arm,
    List<Path> externalData,
    String runId,
    Outcome outcome,
    Instant at,
    String because,
    Optional<String> emulation) {

  /** Copies the list. */
  public Promotion {
    externalData = List.copyOf(externalData);
  }
}

package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;
import dev.touchstone.scenarios.Baseline;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model that a store keeps, with the reason why it is there.
 *
 * @param scenario the scenario's name
 * @param profile the hardware profile's name
 * @param role which baseline it is
 * @param arm the name that it had in its run
 * @param model the ONNX file in the store
 * @param sha256 of the model and its external data, lower-case hexadecimal
 * @param bytes of the model and its external data
 * @param runId of the run that it comes from
 * @param outcome of that run for this model
 * @param since when it was put here
 * @param because why somebody put it here in spite of the outcome; empty if it passed
 * @param lineage how it was made, as ordered key and value; empty for a model that was brought
 *     along
 */
public record StoredBaseline(
    String scenario,
    String profile,
    Baseline role,
    String arm,
    Path model,
    String sha256,
    long bytes,
    String runId,
    Outcome outcome,
    Instant since,
    String because,
    Map<String, String> lineage) {

  /** Copies, and keeps the order of the lineage. */
  public StoredBaseline {
    lineage = Collections.unmodifiableMap(new LinkedHashMap<>(lineage));
  }
}

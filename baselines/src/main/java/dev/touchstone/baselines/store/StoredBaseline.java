package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that a store keeps, with the reason why it is there.
 *
 * @param id of the baseline: 16 hexadecimal digits, the beginning of its text's SHA-256
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
 * @param attachments the texts that are kept with it, such as its card
 */
public record StoredBaseline(
    String id,
    String scenario,
    String profile,
    Role role,
    String arm,
    Path model,
    String sha256,
    long bytes,
    String runId,
    Outcome outcome,
    Instant since,
    String because,
    Map<String, String> lineage,
    List<Path> attachments) {

  /** Copies, and keeps the order of the lineage. */
  public StoredBaseline {
    lineage = Collections.unmodifiableMap(new LinkedHashMap<>(lineage));
    attachments = List.copyOf(attachments);
  }

  /** How long it has been here, if that is longer than a baseline should be. */
  public Optional<Duration> stale(Instant now, Duration limit) {
    Duration age = Duration.between(since, now);
    return age.compareTo(limit) > 0 ? Optional.of(age) : Optional.empty();
  }
}

package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wish to keep a model as a baseline.
 *
 * @param scenario the scenario's name
 * @param profile the hardware profile's name
 * @param role which baseline it becomes: reference or deployed
 * @param arm the model
 * @param externalData files beside the model that hold its weights, if any
 * @param origin the run that it comes from
 * @param signature who wishes it, and why in spite of an outcome that is no PASS
 * @param attachments texts that are kept with it, by file name: its card, its scenario
 * @param seen the baseline that holds the role as far as its author knows, by its id; the promotion
 *     fails if that is not so any more; empty if the author does not mind
 */
public record Promotion(
    String scenario,
    String profile,
    Role role,
    Arm arm,
    List<Path> externalData,
    Origin origin,
    Signature signature,
    Map<String, String> attachments,
    Optional<Seen> seen) {

  /** Copies; rejects the role that is only had by being replaced. */
  public Promotion {
    if (role == Role.LAST_KNOWN_GOOD) {
      throw new IllegalArgumentException("last-known-good is what shipped before; it is not named");
    }
    externalData = List.copyOf(externalData);
    attachments = Collections.unmodifiableMap(new LinkedHashMap<>(attachments));
  }

  /**
   * What somebody took for the present state.
   *
   * @param baseline the id of the baseline that holds the role; empty if none does
   */
  public record Seen(Optional<String> baseline) {}
}

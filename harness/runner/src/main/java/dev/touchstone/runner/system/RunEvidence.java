package dev.touchstone.runner.system;

import dev.touchstone.scenarios.HardwareProfile;
import java.util.List;
import java.util.Map;

/**
 * What a run leaves behind for the judgement of its conditions.
 *
 * @param profile the hardware that the scenario is about
 * @param before conditions before the first trial
 * @param after conditions after the last trial
 * @param runtime facts that the workers told, such as the runtime's version, by dotted key
 * @param throttled what slowed the CPU down in trials that were kept, one phrase each
 * @param validPairs fork pairs that were kept
 * @param invalidPairs fork pairs that were thrown away because of the machine or a baseline; a
 *     candidate that crashes is a fault of the candidate, not of the conditions
 * @param watch what was seen between trials
 */
public record RunEvidence(
    HardwareProfile profile,
    Conditions before,
    Conditions after,
    Map<String, String> runtime,
    List<String> throttled,
    int validPairs,
    int invalidPairs,
    Watch watch) {

  /** The share of fork pairs above which a run is invalid. */
  public static final double MAX_INVALID_PAIRS = 0.10;

  /** Copies the list. */
  public RunEvidence {
    throttled = List.copyOf(throttled);
  }

  /** Whether more than {@link #MAX_INVALID_PAIRS} of all fork pairs were thrown away. */
  public static boolean tooManyInvalid(int valid, int invalid) {
    return invalid > MAX_INVALID_PAIRS * (valid + invalid);
  }
}

package dev.touchstone.runner.explain;

import dev.touchstone.baselines.Arm;
import dev.touchstone.recipes.Candidate;
import java.util.Optional;

/**
 * A variant that was made, or not.
 *
 * @param variant what was to be made
 * @param arm the name of the arm that measures it; variants that came out as the same model share
 *     one, and one that changed nothing is measured as the reference
 * @param made the candidate; empty if it could not be made
 * @param problem why it could not be made; blank if it could
 */
public record MadeVariant(Variant variant, String arm, Optional<Candidate> made, String problem) {

  static MadeVariant of(Variant variant, Candidate made, String arm) {
    return new MadeVariant(variant, arm, Optional.of(made), "");
  }

  static MadeVariant impossible(Variant variant, String problem) {
    return new MadeVariant(variant, Arm.REFERENCE, Optional.empty(), problem);
  }
}

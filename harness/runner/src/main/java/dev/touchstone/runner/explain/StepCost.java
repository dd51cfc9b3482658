package dev.touchstone.runner.explain;

import dev.touchstone.recipes.Lineage.StepRecord;
import java.util.Optional;

/**
 * What one step of a recipe costs.
 *
 * @param number from 1
 * @param step its key in recipes, such as {@code quantize static}
 * @param record what it did to the file; empty if the recipe cannot be carried out up to it
 * @param added the model after this step against the model before it: what it costs where it stands
 * @param without the whole recipe against the recipe without this step: what leaving it out would
 *     bring; empty if that cannot be made, or is the reference itself
 * @param worst of the slices, by its estimate, the one that lost most in {@code added}
 * @param latency of the model after this step against the reference, if it was measured
 * @param problem why a variant could not be made or measured; blank if all could
 */
public record StepCost(
    int number,
    String step,
    Optional<StepRecord> record,
    Optional<Cost> added,
    Optional<Cost> without,
    Optional<Cost> worst,
    Optional<Cost> latency,
    String problem) {}

package dev.touchstone.recipes;

import dev.touchstone.recipes.anatomy.Anatomy;
import dev.touchstone.recipes.anatomy.Precision;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.OptimizedModel;
import dev.touchstone.recipes.steps.StepWork;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Recipe;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that the card of a candidate tells, whatever the form.
 *
 * @param name of the candidate
 * @param making how it was made; empty if that is not known
 * @param files what the two files are made of; empty if one of them cannot be taken apart
 * @param running what ONNX Runtime makes of the candidate; empty if that was not asked, or cannot
 *     be told
 * @param left products that stay in floats; empty if the recipe quantizes nothing
 */
record CardContent(
    String name,
    Optional<Making> making,
    Optional<Files> files,
    Optional<Anatomy> running,
    Optional<List<LeftInFloat>> left) {

  /**
   * How a candidate was made here.
   *
   * @param lineage what was done to what
   * @param standing what was checked at the end
   * @param appendices names of the files beside the card
   */
  record Making(Recipe recipe, Lineage lineage, Standing standing, List<String> appendices) {

    Making {
      appendices = List.copyOf(appendices);
    }
  }

  /** What the reference is made of, and what the candidate. */
  record Files(Anatomy reference, Anatomy candidate) {

    /** What a reader must know of the numbers, each sentence once. */
    Set<String> remarks() {
      Set<String> remarks = new LinkedHashSet<>(reference.remarks());
      remarks.addAll(candidate.remarks());
      return remarks;
    }
  }

  /** Of a candidate that was just made. */
  static CardContent of(Making making, OnnxModel reference, OnnxModel candidate) {
    Files files = new Files(Anatomy.of(reference), Anatomy.of(candidate));
    Optional<Anatomy> running = OptimizedModel.asItRuns(candidate).flatMap(CardContent::anatomy);
    List<NodeFilter> filters =
        making.recipe().steps().stream()
            .map(StepWork::of)
            .flatMap(work -> work.quantizes().stream())
            .toList();
    return new CardContent(
        making.recipe().name(),
        Optional.of(making),
        Optional.of(files),
        running,
        running
            .filter(r -> !filters.isEmpty())
            .map(r -> LeftInFloat.of(candidate, files.candidate(), r, filters)));
  }

  /** Of operators that only the runtime's own graphs have, shapes may be beyond telling. */
  private static Optional<Anatomy> anatomy(OnnxModel optimized) {
    try {
      return Optional.of(Anatomy.asRun(optimized));
    } catch (UnusableModelException e) {
      return Optional.empty();
    }
  }

  /** Share of the products of a run that are computed in whole numbers, in [0, 1]. */
  static double integerShare(Anatomy running) {
    long integer = running.macs(Precision.INT8) + running.macs(Precision.INT16);
    return running.macs() == 0 ? 0 : (double) integer / running.macs();
  }
}

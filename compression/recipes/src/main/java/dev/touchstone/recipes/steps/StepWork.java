package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.Convert;
import dev.touchstone.scenarios.CorrectBias;
import dev.touchstone.scenarios.Equalize;
import dev.touchstone.scenarios.Fuse;
import dev.touchstone.scenarios.LowRank;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Packaging;
import dev.touchstone.scenarios.PruneStructured;
import dev.touchstone.scenarios.PruneUnstructured;
import dev.touchstone.scenarios.QuantizeWeights;
import dev.touchstone.scenarios.RoundWeights;
import dev.touchstone.scenarios.SearchMixedPrecision;
import dev.touchstone.scenarios.SmoothQuant;
import dev.touchstone.scenarios.Step;
import java.util.Optional;

/** How one kind of step is carried out. */
public interface StepWork {

  /** Finds who carries a step out. */
  static StepWork of(Step step) {
    if (step instanceof Step.QuantizeStatic quantize) {
      return new Quantize.Static(quantize);
    }
    if (step instanceof Step.QuantizeDynamic quantize) {
      return new Quantize.Dynamic(quantize);
    }
    if (step instanceof PruneStructured prune) {
      return new Prune.Structured(prune);
    }
    if (step instanceof PruneUnstructured prune) {
      return new Prune.Unstructured(prune);
    }
    if (step instanceof QuantizeWeights weights) {
      return new WeightOnly(weights);
    }
    if (step instanceof Convert convert) {
      return new Converting(convert);
    }
    if (step instanceof Packaging packaging) {
      return new Packing(packaging);
    }
    if (step instanceof LowRank lowRank) {
      return new Factor(lowRank);
    }
    if (step instanceof Fuse fuse) {
      return new Fusing(fuse);
    }
    if (step instanceof Equalize equalize) {
      return new Recover.Equalizing(equalize);
    }
    if (step instanceof SmoothQuant smooth) {
      return new Recover.SmoothingOutliers(smooth);
    }
    if (step instanceof RoundWeights round) {
      return new Recover.RoundingWeights(round);
    }
    if (step instanceof CorrectBias correct) {
      return new Recover.CorrectingBiases(correct);
    }
    if (step instanceof SearchMixedPrecision search) {
      return new Search(search);
    }
    if (step instanceof Step.Fold) {
      return new Fold();
    }
    throw new IllegalArgumentException("nobody carries out " + step);
  }

  /** Its name in lineages and error messages, such as {@code quantize static}. */
  String name();

  /** Whether it looks at calibration samples, so that others give another candidate. */
  default boolean calibrates() {
    return false;
  }

  /** What the target's CPU decides of the result, as text; empty if nothing. */
  default String targetDecides(TargetCpu target) {
    return "";
  }

  /**
   * Which nodes it may bring to whole numbers; empty if that is not what it does. The model before
   * such a step is kept for those behind it.
   */
  default Optional<NodeFilter> quantizes() {
    return Optional.empty();
  }

  /**
   * Carries the step out.
   *
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if this model cannot be treated so
   */
  StepOutcome apply(OnnxModel model, Workbench bench);
}

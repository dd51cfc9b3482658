package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.Step;

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
    return new Fold();
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
   * Carries the step out.
   *
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if this model cannot be treated so
   */
  StepOutcome apply(OnnxModel model, Workbench bench);
}

package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.scenarios.Progress;
import java.util.Optional;

/**
 * What a step may use beside the model.
 *
 * @param samples calibration samples, if there are any
 * @param target whose kernels will run the candidate
 * @param progress hears how far a long step is
 */
public record Workbench(Optional<ModelInputs> samples, TargetCpu target, Progress progress) {

  /**
   * Calibration samples, for a step that cannot do without.
   *
   * @throws UnusableModelException if there are none
   */
  public ModelInputs calibration() {
    return samples.orElseThrow(
        () -> new UnusableModelException("needs calibration data, and the scenario has none"));
  }
}

package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.data.Dataset;
import java.util.Optional;

/**
 * What a step may use beside the model.
 *
 * @param samples calibration samples, if there are any
 * @param target whose kernels will run the candidate
 * @param progress hears how far a long step is
 * @param data that the samples are the first of, with its labels and slices, if there is any
 * @param originals models that the recipe had before
 */
public record Workbench(
    Optional<ModelInputs> samples,
    TargetCpu target,
    Progress progress,
    Optional<Dataset> data,
    Originals originals) {

  /** What a step can use that stands first in its recipe, on data without labels. */
  public Workbench(Optional<ModelInputs> samples, TargetCpu target, Progress progress) {
    this(samples, target, progress, Optional.empty(), Originals.NONE);
  }

  /**
   * Models that a recipe had before the step that is being carried out.
   *
   * @param reference what the recipe began with
   * @param floats what its first quantization began with; empty if there was none yet
   */
  public record Originals(Optional<OnnxModel> reference, Optional<OnnxModel> floats) {

    /** Nothing is known. */
    public static final Originals NONE = new Originals(Optional.empty(), Optional.empty());
  }

  /** The same for a step behind one that quantized this model, if none did before. */
  public Workbench quantized(OnnxModel floats) {
    Optional<OnnxModel> first = originals.floats().or(() -> Optional.of(floats));
    return new Workbench(
        samples, target, progress, data, new Originals(originals.reference(), first));
  }

  /**
   * Calibration samples, for a step that cannot do without.
   *
   * @throws UnusableModelException if there are none
   */
  public ModelInputs calibration() {
    return samples.orElseThrow(
        () -> new UnusableModelException("needs calibration data, and the scenario has none"));
  }

  /**
   * The model as it was before it was quantized, for a step that compares both.
   *
   * @throws UnusableModelException if no step before quantized it
   */
  public OnnxModel floats() {
    return originals
        .floats()
        .orElseThrow(
            () ->
                new UnusableModelException(
                    "compares the quantized model with the floats that it was made of, and no step"
                        + " before it quantizes; put it behind a quantize step"));
  }
}

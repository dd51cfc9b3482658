package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.conversion.HalfPrecision;
import dev.touchstone.recipes.conversion.HalfStorage;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.opset.OpsetConverter;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.scenarios.Convert;
import dev.touchstone.scenarios.Convert.Half;
import dev.touchstone.scenarios.Convert.Overflow;
import dev.touchstone.scenarios.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Carries {@code convert} out.
 *
 * @param step what the recipe asks for
 */
public record Converting(Convert step) implements StepWork {

  @Override
  public String name() {
    return step instanceof Convert.StoredHalf stored
        ? "convert " + stored.half().name().toLowerCase(Locale.ROOT) + "-storage"
        : "convert fp16";
  }

  @Override
  public boolean calibrates() {
    return step instanceof Convert.ToHalf half && half.overflow() == Overflow.SAMPLES;
  }

  @Override
  public StepOutcome apply(OnnxModel model, Workbench bench) {
    Optional<ModelInputs> samples =
        calibrates() ? Optional.of(bench.calibration()) : Optional.empty();
    try {
      return converted(model, samples, bench.progress());
    } catch (UnusableModelException e) {
      return StepOutcome.untouched(model, e);
    }
  }

  private StepOutcome converted(OnnxModel model, Optional<ModelInputs> samples, Progress progress) {
    List<String> notes = new ArrayList<>();
    OnnxModel folded = Fold.apply(model).model();
    OnnxModel converted;
    if (step instanceof Convert.ToHalf half) {
      OnnxModel raised = raised(folded, notes);
      converted = new HalfPrecision(half, samples, progress).apply(raised, notes);
    } else {
      Convert.StoredHalf stored = (Convert.StoredHalf) step;
      OnnxModel raised = stored.half() == Half.BF16 ? required(folded, notes) : folded;
      converted = new HalfStorage(stored).apply(raised, notes);
    }
    return new StepOutcome(converted, notes);
  }

  /** Half precision has most operators from opset 13 on; older ones do with what they have. */
  private static OnnxModel raised(OnnxModel model, List<String> notes) {
    OpsetConverter.Raised raised = OpsetConverter.raise(model);
    if (raised.model().isPresent() && model.opset() < OpsetConverter.TARGET) {
      notes.add("opset " + model.opset() + " raised to " + OpsetConverter.TARGET);
    }
    return raised.model().orElse(model);
  }

  private static OnnxModel required(OnnxModel model, List<String> notes) {
    OnnxModel raised = raised(model, notes);
    if (raised.opset() < OpsetConverter.TARGET) {
      throw new UnusableModelException(
          "bf16-storage needs opset 13, and raising opset %d failed: %s; fp16-storage needs no newer one"
              .formatted(model.opset(), OpsetConverter.raise(model).reason()));
    }
    return raised;
  }
}

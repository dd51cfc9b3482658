package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.Packaging;
import java.util.List;
import java.util.Locale;

/**
 * Carries {@code package} out: the model remembers how it is to lie in files, and is written so at
 * the end.
 *
 * @param step what the recipe asks for
 */
public record Packing(Packaging step) implements StepWork {

  @Override
  public String name() {
    return "package";
  }

  @Override
  public StepOutcome apply(OnnxModel model, Workbench bench) {
    return new StepOutcome(model.packagedAs(step), List.of(note()));
  }

  private String note() {
    if (step instanceof Packaging.External external) {
      return "weights of 1 KiB and more in one file beside the model, at multiples of %d bytes"
          .formatted(external.alignment());
    }
    if (step instanceof Packaging.OrtFormat ort) {
      return "ONNX Runtime's own format, optimized beforehand: "
          + ort.optimization().name().toLowerCase(Locale.ROOT);
    }
    return "one ONNX file";
  }
}

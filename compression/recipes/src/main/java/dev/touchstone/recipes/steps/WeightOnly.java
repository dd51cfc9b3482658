package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.opset.OpsetConverter;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.weights.LayerError;
import dev.touchstone.recipes.weights.WeightQuantization;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.QuantizeWeights;
import dev.touchstone.scenarios.QuantizeWeights.Form;
import dev.touchstone.scenarios.QuantizeWeights.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries {@code quantize weights} out.
 *
 * @param step what the recipe asks for
 */
public record WeightOnly(QuantizeWeights step) implements StepWork {

  @Override
  public String name() {
    return "quantize weights";
  }

  @Override
  public boolean calibrates() {
    return step.rounding() == Rounding.GPTQ;
  }

  @Override
  public StepOutcome apply(OnnxModel model, Workbench bench) {
    Optional<ModelInputs> samples =
        calibrates() ? Optional.of(bench.calibration()) : Optional.empty();
    try {
      return quantized(model, samples, bench.progress());
    } catch (UnusableModelException e) {
      return StepOutcome.untouched(model, e);
    }
  }

  private StepOutcome quantized(OnnxModel model, Optional<ModelInputs> samples, Progress progress) {
    List<String> notes = new ArrayList<>();
    OnnxModel folded = raised(Fold.apply(model).model(), notes);
    WeightQuantization work = new WeightQuantization(step, samples, progress);
    OnnxModel quantized = work.apply(folded, notes);
    Graph graph = quantized.graph();
    DeadCode.remove(graph);
    return new StepOutcome(
        quantized.with(graph),
        notes,
        List.of(new Appendix("weight-errors.csv", LayerError.csv(work.errors()))));
  }

  private OnnxModel raised(OnnxModel model, List<String> notes) {
    long needed = WeightQuantization.opsetFor(step, model);
    if (model.opset() >= needed) {
      return model;
    }
    OpsetConverter.Raised raised =
        OpsetConverter.raise(model, Math.max(needed, OpsetConverter.TARGET));
    if (raised.model().isPresent()) {
      notes.add("opset " + model.opset() + " raised to " + raised.model().get().opset());
      return raised.model().get();
    }
    if (step.form() instanceof Form.DequantizeLinear) {
      throw new UnusableModelException(
          "format dequantize-linear needs opset %d, and raising opset %d failed: %s; format matmul-nbits needs no newer one"
              .formatted(needed, model.opset(), raised.reason()));
    }
    notes.add("opset stays at " + model.opset() + ": " + raised.reason());
    return model;
  }
}

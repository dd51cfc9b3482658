package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.opset.OpsetConverter;
import dev.touchstone.recipes.quantization.DynamicQuantization;
import dev.touchstone.recipes.quantization.FloatForm;
import dev.touchstone.recipes.quantization.StaticQuantization;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.QuantizedForm.WeightType;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeDynamic;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import dev.touchstone.scenarios.Step.ReduceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings weights, and where asked activations, to 8 bits. */
public final class Quantize {

  /** From here on QuantizeLinear and DequantizeLinear take one scale a channel. */
  private static final long OPSET_WITH_CHANNEL_SCALES = 13;

  private static final long OPSET_WITH_QUANTIZE_LINEAR = 10;

  private static final long OPSET_WITH_DYNAMIC_QUANTIZE_LINEAR = 11;

  private Quantize() {}

  /** Carries {@code quantize static} out. */
  record Static(QuantizeStatic step) implements StepWork {

    @Override
    public String name() {
      return "quantize static";
    }

    @Override
    public boolean calibrates() {
      return true;
    }

    @Override
    public String targetDecides(TargetCpu target) {
      return "seven bits: " + sevenBits(target);
    }

    /**
     * Unsigned weights have kernels that add in 32 bits on every CPU, and 16-bit activations are
     * computed in floats: neither saturates.
     */
    private boolean sevenBits(TargetCpu target) {
      boolean saturates =
          step.form().weights() == WeightType.S8 && step.form().activations().bits() == 8;
      ReduceRange asked = step.reduceRange();
      return target.needsSevenBits(
          asked == ReduceRange.AUTO && !saturates ? ReduceRange.OFF : asked);
    }

    @Override
    public Optional<NodeFilter> quantizes() {
      return Optional.of(step.nodes());
    }

    @Override
    public StepOutcome apply(OnnxModel model, Workbench bench) {
      return statically(
          model, step, sevenBits(bench.target()), bench.calibration(), bench.progress());
    }
  }

  /** Carries {@code quantize dynamic} out. */
  record Dynamic(QuantizeDynamic step) implements StepWork {

    @Override
    public String name() {
      return "quantize dynamic";
    }

    @Override
    public String targetDecides(TargetCpu target) {
      return "seven bits: " + target.needsSevenBits(ReduceRange.AUTO);
    }

    @Override
    public Optional<NodeFilter> quantizes() {
      return Optional.of(step.nodes());
    }

    @Override
    public StepOutcome apply(OnnxModel model, Workbench bench) {
      try {
        return dynamically(model, step, bench.target().needsSevenBits(ReduceRange.AUTO));
      } catch (UnusableModelException e) {
        return StepOutcome.untouched(model, e);
      }
    }
  }

  /**
   * Quantizes weights and activations in QDQ form. The model is folded first, since a
   * BatchNormalization in between would cost a pass in floats.
   *
   * @param sevenBits whether weights keep to 7 bits
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if the model cannot be quantized
   */
  public static StepOutcome statically(
      OnnxModel model,
      QuantizeStatic step,
      boolean sevenBits,
      ModelInputs samples,
      Progress progress) {
    List<String> notes = new ArrayList<>();
    OnnxModel folded = raised(Fold.apply(model).model(), OPSET_WITH_QUANTIZE_LINEAR, notes);
    OnnxModel quantized =
        new StaticQuantization(step, sevenBits, samples, progress)
            .apply(folded, granularity(folded, step.weights()), notes);
    return new StepOutcome(withoutDeadCode(quantized), notes);
  }

  /**
   * Quantizes weights, and leaves the activations of matrix products to be quantized at run time.
   * The model is folded first.
   *
   * @param sevenBits whether weights keep to 7 bits
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if the model cannot be quantized
   */
  public static StepOutcome dynamically(OnnxModel model, QuantizeDynamic step, boolean sevenBits) {
    List<String> notes = new ArrayList<>();
    OnnxModel folded = raised(Fold.apply(model).model(), OPSET_WITH_DYNAMIC_QUANTIZE_LINEAR, notes);
    OnnxModel quantized =
        new DynamicQuantization(step, sevenBits, granularity(folded, step.weights()))
            .apply(folded, notes);
    return new StepOutcome(withoutDeadCode(quantized), notes);
  }

  /**
   * The float model that a quantization of this one starts from: folded, of the same opset, with
   * the same layers.
   *
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if the model is quantized already
   */
  static OnnxModel floatForm(OnnxModel model) {
    OnnxModel folded = Fold.apply(model).model();
    return FloatForm.of(raised(folded, OPSET_WITH_QUANTIZE_LINEAR, new ArrayList<>()));
  }

  /** The model in opset 13 where that is possible; as it is where its own operators suffice. */
  private static OnnxModel raised(OnnxModel model, long leastOpset, List<String> notes) {
    OpsetConverter.Raised raised = OpsetConverter.raise(model);
    if (raised.model().isPresent()) {
      if (model.opset() < OpsetConverter.TARGET) {
        notes.add("opset " + model.opset() + " raised to " + OpsetConverter.TARGET);
      }
      return raised.model().get();
    }
    if (model.opset() < leastOpset) {
      throw new UnusableModelException(
          "opset %d has no operators for it, and raising it to %d failed: %s"
              .formatted(model.opset(), OpsetConverter.TARGET, raised.reason()));
    }
    notes.add(
        "one scale a tensor: opset %d cannot hold one a channel, and raising it failed: %s"
            .formatted(model.opset(), raised.reason()));
    return model;
  }

  private static Granularity granularity(OnnxModel model, Granularity asked) {
    return model.opset() < OPSET_WITH_CHANNEL_SCALES ? Granularity.PER_TENSOR : asked;
  }

  private static OnnxModel withoutDeadCode(OnnxModel model) {
    Graph graph = model.graph();
    DeadCode.remove(graph);
    return model.with(graph);
  }
}

package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.calibration.Range;
import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.scenarios.QuantizedForm;
import dev.touchstone.scenarios.Step.Granularity;

/**
 * In which numbers a model is quantized.
 *
 * @param form what the recipe says
 * @param granularity of the weights
 * @param sevenBits whether weights keep to 7 bits
 * @param opset of the model
 */
record NumberFormat(QuantizedForm form, Granularity granularity, boolean sevenBits, long opset) {

  /** ONNX Runtime's own domain. */
  static final String MICROSOFT = "com.microsoft";

  /** From here on ONNX itself has QuantizeLinear to 16 bits. */
  private static final long OPSET_WITH_SIXTEEN_BITS = 21;

  Levels activations() {
    return Levels.of(form.activations());
  }

  /** Domain of QuantizeLinear and DequantizeLinear for activations; blank for ONNX itself. */
  String pairDomain() {
    boolean wide = form.activations().bits() == 16 && opset < OPSET_WITH_SIXTEEN_BITS;
    return wide ? MICROSOFT : "";
  }

  ActivationScale activationScale(Range range) {
    return form.symmetry().ofActivations()
        ? ActivationScale.symmetric(range, activations())
        : ActivationScale.of(range, activations());
  }

  /** Weights of a node that is known to have them. */
  QuantizedWeights weights(Node node, Constant weights) {
    ChannelLayout layout = ChannelLayout.of(node, weights).orElseThrow();
    Levels levels = Levels.of(form.weights(), form.symmetry().ofWeights(), sevenBits);
    QuantizedWeights quantized =
        form.symmetry().ofWeights()
            ? QuantizedWeights.symmetric(weights, layout, granularity, levels)
            : QuantizedWeights.asymmetric(weights, layout, levels);
    return node.is("Gemm") ? quantized.withEveryZeroPoint() : quantized;
  }

  /** Weights of a node whose arithmetic stays in floats: signed and all 8 bits. */
  QuantizedWeights storedWeights(Node node, Constant weights) {
    ChannelLayout layout = ChannelLayout.of(node, weights).orElseThrow();
    return QuantizedWeights.of(weights, layout, granularity, QuantizedWeights.EIGHT_BITS);
  }
}

package dev.touchstone.recipes.runtime;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How near the outputs of two models, or of one model run in two ways, are to each other. */
public final class SignalToNoise {

  private double signal;
  private double noise;

  private SignalToNoise() {}

  /**
   * Compares two models on the same samples.
   *
   * @return 10 · log10(Σ reference² / Σ (other − reference)²) over all 32-bit float outputs, in dB;
   *     infinity if there is no difference; NaN outputs on both sides count as equal
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if either cannot run
   */
  public static double between(
      OnnxModel reference,
      Optimization how,
      OnnxModel other,
      Optimization otherHow,
      ModelInputs samples) {
    SignalToNoise sum = new SignalToNoise();
    try (Session first = new Session(reference, how);
        Session second = new Session(other, otherHow)) {
      for (int i = 0; i < samples.count(); i++) {
        Map<String, Tensor> inputs = samples.get(i);
        Map<String, Tensor> others = second.run(inputs);
        first.run(inputs).forEach((name, t) -> sum.add(t, others.get(name)));
      }
    }
    return sum.decibels();
  }

  private void add(Tensor reference, @Nullable Tensor other) {
    if (other == null || reference.type() != ElementType.FLOAT32) {
      return;
    }
    FloatBuffer a = reference.elements().asFloatBuffer();
    FloatBuffer b = other.elements().asFloatBuffer();
    if (a.limit() != b.limit()) {
      noise = Double.POSITIVE_INFINITY;
      return;
    }
    for (int i = 0; i < a.limit(); i++) {
      if (Float.compare(a.get(i), b.get(i)) != 0) {
        double gap = (double) a.get(i) - b.get(i);
        noise += Double.isNaN(gap) ? Double.POSITIVE_INFINITY : gap * gap;
      }
      signal += Float.isNaN(a.get(i)) ? 0 : (double) a.get(i) * a.get(i);
    }
  }

  private double decibels() {
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
  }
}

package dev.touchstone.recipes.runtime;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** How near the outputs of two models, or of one model run in two ways, are to each other. */
public final class SignalToNoise {

  private final double[] signal;
  private final double[] noise;

  /**
   * Nothing was compared yet.
   *
   * @param samples that will be
   */
  public SignalToNoise(int samples) {
    signal = new double[samples];
    noise = new double[samples];
  }

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
    try (Session first = new Session(reference, how);
        Session second = new Session(other, otherHow)) {
      return between(first, second, samples);
    }
  }

  /** The same of models that are loaded. */
  public static double between(Session reference, Session other, ModelInputs samples) {
    SignalToNoise sum = new SignalToNoise(samples.count());
    EachSample.of(
        samples.count(),
        i -> {
          Map<String, Tensor> inputs = samples.get(i);
          sum.compare(i, reference.run(inputs), other.run(inputs));
        });
    return sum.decibels();
  }

  /**
   * Takes one sample in; samples may come from several threads and in any order.
   *
   * @param index of the sample; each once
   */
  public void compare(int index, Map<String, Tensor> reference, Map<String, Tensor> other) {
    reference.forEach((name, tensor) -> add(index, tensor, other.get(name)));
  }

  private void add(int index, Tensor reference, @Nullable Tensor other) {
    if (other == null || reference.type() != ElementType.FLOAT32) {
      return;
    }
    FloatBuffer a = reference.elements().asFloatBuffer();
    FloatBuffer b = other.elements().asFloatBuffer();
    if (a.limit() != b.limit()) {
      noise[index] = Double.POSITIVE_INFINITY;
      return;
    }
    for (int i = 0; i < a.limit(); i++) {
      if (Float.compare(a.get(i), b.get(i)) != 0) {
        double gap = (double) a.get(i) - b.get(i);
        noise[index] += Double.isNaN(gap) ? Double.POSITIVE_INFINITY : gap * gap;
      }
      signal[index] += Float.isNaN(a.get(i)) ? 0 : (double) a.get(i) * a.get(i);
    }
  }

  /** The ratio of the sums over all samples, in dB; infinity if there is no difference. */
  public double decibels() {
    double allNoise = DoubleStream.of(noise).sum();
    return allNoise == 0
        ? Double.POSITIVE_INFINITY
        : 10 * Math.log10(DoubleStream.of(signal).sum() / allNoise);
  }
}

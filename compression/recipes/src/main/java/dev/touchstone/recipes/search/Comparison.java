package dev.touchstone.recipes.search;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** How far the outputs of a quantized model are from those of its float model, sample by sample. */
final class Comparison {

  private final double[] signal;
  private final double[] noise;
  private final double[] divergence;
  private final double[] disagreement;
  private final int[] floatAnswers;
  private final int[] answers;
  private boolean scored;

  private Comparison(int samples) {
    signal = new double[samples];
    noise = new double[samples];
    divergence = new double[samples];
    disagreement = new double[samples];
    floatAnswers = new int[samples];
    answers = new int[samples];
  }

  /** Runs both models, as a deployment would, on the same samples. */
  static Comparison of(OnnxModel floats, OnnxModel quantized, ModelInputs samples) {
    Comparison comparison = new Comparison(samples.count());
    try (Session first = new Session(floats, Optimization.ALL);
        Session second = new Session(quantized, Optimization.ALL)) {
      for (int i = 0; i < samples.count(); i++) {
        Map<String, Tensor> inputs = samples.get(i);
        comparison.add(i, first.run(inputs), second.run(inputs));
      }
    }
    return comparison;
  }

  private void add(int sample, Map<String, Tensor> floats, Map<String, Tensor> others) {
    boolean first = true;
    for (Map.Entry<String, Tensor> e : floats.entrySet()) {
      Tensor other = others.get(e.getKey());
      if (other == null || e.getValue().type() != ElementType.FLOAT32) {
        continue;
      }
      addNoise(sample, e.getValue(), other);
      Optional<Scores> scores = Scores.of(e.getValue());
      Optional<Scores> otherScores = Scores.of(other);
      if (first && scores.isPresent() && otherScores.isPresent()) {
        addScores(sample, scores.get(), otherScores.get());
        first = false;
      }
    }
  }

  private void addNoise(int sample, Tensor reference, Tensor other) {
    FloatBuffer a = reference.elements().asFloatBuffer();
    FloatBuffer b = other.elements().asFloatBuffer();
    if (a.limit() != b.limit()) {
      noise[sample] = Double.POSITIVE_INFINITY;
      return;
    }
    for (int i = 0; i < a.limit(); i++) {
      double gap = (double) a.get(i) - b.get(i);
      noise[sample] += Double.isNaN(gap) ? 0 : gap * gap;
      signal[sample] += Float.isNaN(a.get(i)) ? 0 : (double) a.get(i) * a.get(i);
    }
  }

  private void addScores(int sample, Scores floats, Scores others) {
    scored = true;
    divergence[sample] = floats.divergence(others);
    int differ = 0;
    for (int row = 0; row < floats.rows(); row++) {
      differ += row < others.rows() && floats.answer(row) == others.answer(row) ? 0 : 1;
    }
    disagreement[sample] = (double) differ / floats.rows();
    floatAnswers[sample] = floats.answer(0);
    answers[sample] = others.answer(0);
  }

  /** How many samples were compared. */
  int samples() {
    return signal.length;
  }

  /** Whether there is an output with a score for each of several classes. */
  boolean isScored() {
    return scored;
  }

  /** Signal to quantization noise over all samples and outputs, in dB; infinity without noise. */
  double signalToNoiseDb() {
    double error = error(IntStream.range(0, samples()).toArray());
    return error == 0 ? Double.POSITIVE_INFINITY : -20 * Math.log10(error);
  }

  /** Mean Kullback-Leibler divergence of the scores, in nats. */
  double divergence() {
    double sum = 0;
    for (double d : divergence) {
      sum += d;
    }
    return sum / Math.max(1, samples());
  }

  /** Root mean square error relative to the root mean square of the float outputs. */
  double error(int[] slice) {
    double noises = 0;
    double signals = 0;
    for (int i : slice) {
      noises += noise[i];
      signals += signal[i];
    }
    return noises == 0 ? 0 : Math.sqrt(noises / Math.max(signals, Double.MIN_NORMAL));
  }

  /** Share of the answers that are not the float model's. */
  double disagreement(int[] slice) {
    double sum = 0;
    for (int i : slice) {
      sum += disagreement[i];
    }
    return sum / Math.max(1, slice.length);
  }

  /** Share of the answers that the float model had right, less the share that are right now. */
  double lostRight(int[] slice, int[] labels) {
    int lost = 0;
    for (int i : slice) {
      lost += (floatAnswers[i] == labels[i] ? 1 : 0) - (answers[i] == labels[i] ? 1 : 0);
    }
    return (double) lost / Math.max(1, slice.length);
  }

  /** What the float model answers, for each sample. */
  int[] floatAnswers() {
    return floatAnswers.clone();
  }
}

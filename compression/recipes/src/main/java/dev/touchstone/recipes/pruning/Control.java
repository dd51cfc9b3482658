package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.runtime.SignalToNoise;
import dev.touchstone.scenarios.PruneStructured;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Measures a pruned model against the one before, and objects when too much is lost. */
final class Control {

  private final PruneStructured.Control limit;
  private final OnnxModel reference;
  private final Optional<ModelInputs> samples;
  private String last = "";

  private Control(
      PruneStructured.Control limit, OnnxModel reference, Optional<ModelInputs> samples) {
    this.limit = limit;
    this.reference = reference;
    this.samples = samples;
  }

  /**
   * A control of models that come from a reference.
   *
   * @param samples needed unless there is no limit
   */
  static Control of(
      PruneStructured.Control limit, OnnxModel reference, Optional<ModelInputs> samples) {
    return new Control(limit, reference, samples);
  }

  /** What was measured last; empty if nothing is. */
  Optional<String> last() {
    return last.isEmpty() ? Optional.empty() : Optional.of(last);
  }

  /** Why a model is no longer good enough; empty if it is. */
  Optional<String> objection(OnnxModel model) {
    if (limit instanceof PruneStructured.Control.SignalToNoise floor) {
      double decibels =
          SignalToNoise.between(
              reference, Optimization.ALL, model, Optimization.ALL, samples.orElseThrow());
      last = String.format(Locale.ROOT, "outputs at %.1f dB", decibels);
      return decibels >= floor.decibels()
          ? Optional.empty()
          : Optional.of(
              String.format(Locale.ROOT, "%s, below the floor of %s dB", last, floor.decibels()));
    }
    if (limit instanceof PruneStructured.Control.Agreement agreement) {
      double share = agreement(model, samples.orElseThrow());
      last = String.format(Locale.ROOT, "%.1f %% of the answers as before", share * 100);
      return share >= agreement.share()
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT, "%s, below the floor of %.1f %%", last, agreement.share() * 100));
    }
    return Optional.empty();
  }

  private double agreement(OnnxModel model, ModelInputs inputs) {
    int same = 0;
    try (Session before = new Session(reference, Optimization.ALL);
        Session after = new Session(model, Optimization.ALL)) {
      for (int i = 0; i < inputs.count(); i++) {
        Map<String, Tensor> sample = inputs.get(i);
        same += answer(before.run(sample)) == answer(after.run(sample)) ? 1 : 0;
      }
    }
    return (double) same / Math.max(1, inputs.count());
  }

  /** Index of the largest element of the first float output; the first of equal ones. */
  private static int answer(Map<String, Tensor> outputs) {
    Tensor scores =
        outputs.values().stream()
            .filter(t -> t.type() == ElementType.FLOAT32)
            .findFirst()
            .orElseThrow(
                () -> new UnusableModelException("agreement needs an output of 32-bit floats"));
    FloatBuffer values = scores.elements().asFloatBuffer();
    int best = 0;
    for (int i = 1; i < values.limit(); i++) {
      best = values.get(i) > values.get(best) ? i : best;
    }
    return best;
  }
}

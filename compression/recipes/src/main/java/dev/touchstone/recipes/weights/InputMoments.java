package dev.touchstone.recipes.weights;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.Progress;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Second moments of the inputs of layers, over calibration samples. Samples are run one at a time
 * and no activation is kept; where all moments together would not fit, they are found in several
 * passes.
 */
final class InputMoments {

  /** Of the moments that are held at one time; one of the widest layer fits always. */
  private static final long MOST_BYTES = 128L << 20;

  /** Inputs wider than this need more memory and time than their layer is worth. */
  static final int WIDEST = 4096;

  private InputMoments() {}

  /**
   * Finds the moments and hands them out, each once.
   *
   * @param widths length of the last dimension of each tensor
   * @param taker gets each tensor's name and moments, which are gone after the call
   * @throws UnusableModelException if the model cannot run, or a tensor holds NaN or infinity
   */
  static void find(
      OnnxModel model,
      Map<String, Integer> widths,
      ModelInputs samples,
      Progress progress,
      BiConsumer<String, Hessian> taker) {
    Map<String, Hessian> held = new LinkedHashMap<>();
    long bytes = 0;
    for (Map.Entry<String, Integer> tensor : widths.entrySet()) {
      long needed = Hessian.bytes(tensor.getValue());
      if (bytes + needed > MOST_BYTES && !held.isEmpty()) {
        observe(model, held, samples, progress);
        held.forEach(taker);
        held.clear();
        bytes = 0;
      }
      held.put(tensor.getKey(), new Hessian(tensor.getValue()));
      bytes += needed;
    }
    if (!held.isEmpty()) {
      observe(model, held, samples, progress);
      held.forEach(taker);
    }
  }

  private static void observe(
      OnnxModel model, Map<String, Hessian> moments, ModelInputs samples, Progress progress) {
    Graph graph = model.graph();
    for (String tensor : moments.keySet()) {
      boolean given = graph.inputs().stream().anyMatch(v -> v.name().equals(tensor));
      if (!given && !graph.outputNames().contains(tensor)) {
        graph.addOutput(tensor);
      }
    }
    try (Session session = new Session(model.with(graph), Optimization.NONE)) {
      for (int i = 0; i < samples.count(); i++) {
        progress.at("observing inputs of layers", i, samples.count());
        int sample = i;
        session.observe(
            samples.get(i),
            moments.keySet(),
            (tensor, values) -> {
              requireFinite(tensor, values, sample);
              Hessian seen = moments.get(tensor);
              if (seen != null) {
                seen.see(values);
              }
            });
      }
    }
    progress.at("observing inputs of layers", samples.count(), samples.count());
  }

  private static void requireFinite(String tensor, FloatBuffer values, int sample) {
    for (int i = values.position(); i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw new UnusableModelException(
            "tensor \"%s\" holds %s on calibration sample %d; use method hqq, which needs no samples"
                .formatted(tensor, values.get(i), sample));
      }
    }
  }
}

package dev.touchstone.recipes.calibration;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.EachSample;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Step.Calibration;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs a model over samples and finds the range of each tensor. No activation is kept. */
public final class ActivationRanges {

  private ActivationRanges() {}

  /**
   * Finds ranges. The model runs as it is written, since an optimized graph no longer has the
   * tensors.
   *
   * @param tensors of 32-bit floats
   * @return a range for each tensor
   * @throws UnusableModelException if the model cannot run, or a tensor holds NaN or infinity
   */
  public static Map<String, Range> find(
      OnnxModel model,
      Set<String> tensors,
      ModelInputs samples,
      Calibration calibration,
      Progress progress) {
    Graph graph = model.graph();
    Map<String, RangeFinder> finders = new LinkedHashMap<>();
    for (String tensor : tensors) {
      finders.put(tensor, RangeFinder.of(calibration));
      boolean given = graph.inputs().stream().anyMatch(v -> v.name().equals(tensor));
      if (!given && !graph.outputNames().contains(tensor)) {
        graph.addOutput(tensor);
      }
    }
    if (!finders.isEmpty()) {
      observe(model.with(graph), finders, samples, progress);
    }
    Map<String, Range> ranges = new LinkedHashMap<>();
    finders.forEach((tensor, finder) -> ranges.put(tensor, finder.range()));
    return ranges;
  }

  private static void observe(
      OnnxModel model, Map<String, RangeFinder> finders, ModelInputs samples, Progress progress) {
    boolean inOrder = finders.values().stream().anyMatch(RangeFinder::dependsOnOrder);
    AtomicInteger seen = new AtomicInteger();
    try (Session session = new Session(model, Optimization.NONE)) {
      IntConsumer see =
          i -> {
            progress.at("calibrating", seen.getAndIncrement(), samples.count());
            session.observe(
                samples.get(i),
                finders.keySet(),
                (tensor, values) -> see(finders.get(tensor), tensor, values, i));
          };
      if (inOrder) {
        IntStream.range(0, samples.count()).forEach(see);
      } else {
        EachSample.of(samples.count(), see);
      }
    }
    progress.at("calibrating", samples.count(), samples.count());
  }

  private static void see(
      @Nullable RangeFinder finder, String tensor, FloatBuffer values, int sample) {
    Extremes extremes = Extremes.of(values);
    if (!extremes.isFinite()) {
      throw notFinite(tensor, values, sample);
    }
    if (finder != null) {
      synchronized (finder) {
        finder.see(values, extremes);
      }
    }
  }

  private static UnusableModelException notFinite(String tensor, FloatBuffer values, int sample) {
    int at = values.position();
    while (Float.isFinite(values.get(at))) {
      at++;
    }
    return new UnusableModelException(
        "tensor \"%s\" holds %s on calibration sample %d; leave its node out of quantization"
            .formatted(tensor, values.get(at), sample));
  }
}

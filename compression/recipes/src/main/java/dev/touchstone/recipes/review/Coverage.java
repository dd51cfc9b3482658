package dev.touchstone.recipes.review;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.runtime.Activations;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ranges of what the products of a model read and give: the tensors that quantization has to find a
 * range for. No activation is kept.
 */
final class Coverage implements AutoCloseable {

  private static final Set<String> PRODUCTS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

  private final Activations activations;
  private final Set<String> watched;
  private final Map<String, Tracker> trackers = new LinkedHashMap<>();

  Coverage(OnnxModel model) {
    Graph graph = model.graph();
    graph.sort();
    Set<String> tensors = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (node.domain().isEmpty() && PRODUCTS.contains(node.type())) {
        tensors.add(node.input(0));
        tensors.add(node.input(1));
        tensors.add(node.output(0));
      }
    }
    graph.initializerNames().forEach(tensors::remove);
    this.watched = tensors;
    this.activations = Activations.of(model, tensors);
  }

  private static final class Tracker {
    private float low = Float.POSITIVE_INFINITY;
    private float high = Float.NEGATIVE_INFINITY;
    private float lowest = Float.POSITIVE_INFINITY;
    private float highest = Float.NEGATIVE_INFINITY;
    private long values;
    private long outside;
    private int below;
    private int above;
    private int beyond;

    void calibrate(FloatBuffer tensor) {
      for (int i = 0; i < tensor.limit(); i++) {
        float value = tensor.get(i);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }

    void evaluate(FloatBuffer tensor) {
      int under = 0;
      int over = 0;
      for (int i = 0; i < tensor.limit(); i++) {
        float value = tensor.get(i);
        if (value < low) {
          under++;
        } else if (value > high) {
          over++;
        }
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
      values += tensor.limit();
      outside += under + over;
      below += under > 0 ? 1 : 0;
      above += over > 0 ? 1 : 0;
      beyond += under + over > 0 ? 1 : 0;
    }

    TensorCoverage coverage(String tensor, int earlier, int fresh) {
      double chance =
          Math.min(
              Exceedance.chance(below, fresh, earlier), Exceedance.chance(above, fresh, earlier));
      double width = (double) high - low;
      double over = Math.max(0, Math.max((double) low - lowest, (double) highest - high));
      return new TensorCoverage(
          tensor,
          low,
          high,
          values == 0 ? 0 : (double) outside / values,
          beyond,
          over == 0 ? 0 : over / width,
          Math.min(1, 2 * chance));
    }
  }

  void calibrate(Map<String, Tensor> inputs) {
    see(inputs, true);
  }

  void evaluate(Map<String, Tensor> inputs) {
    see(inputs, false);
  }

  private void see(Map<String, Tensor> inputs, boolean calibration) {
    inputs.forEach(
        (name, tensor) -> {
          if (watched.contains(name) && tensor.type() == ElementType.FLOAT32) {
            take(name, tensor.elements().asFloatBuffer(), calibration);
          }
        });
    activations.see(
        inputs,
        activation -> {
          if (activation.type() == OnnxType.FLOAT) {
            take(activation.name(), activation.floats(), calibration);
          }
        });
  }

  private void take(String name, FloatBuffer values, boolean calibration) {
    Tracker tracker = trackers.computeIfAbsent(name, k -> new Tracker());
    if (calibration) {
      tracker.calibrate(values);
    } else {
      tracker.evaluate(values);
    }
  }

  /** What was seen, the tensors with most outside first. */
  List<TensorCoverage> tensors(int calibrationSamples, int evaluationSamples) {
    List<TensorCoverage> coverage = new ArrayList<>();
    trackers.forEach(
        (name, t) -> coverage.add(t.coverage(name, calibrationSamples, evaluationSamples)));
    coverage.sort(Comparator.comparingDouble(TensorCoverage::outside).reversed());
    return coverage;
  }

  @Override
  public void close() {
    activations.close();
  }
}

package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mean squares of activations on calibration samples, one for each index of a dimension. */
final class MeanSquares {

  private MeanSquares() {}

  /**
   * Runs a model over samples, one after the other.
   *
   * @param axes dimensions of tensors of 32-bit floats; others are left out
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if the model cannot run on them
   */
  static Map<TensorAxis, double[]> of(
      OnnxModel model, Collection<TensorAxis> axes, ModelInputs samples, Progress progress) {
    Graph graph = model.graph();
    Set<String> outputs = graph.outputNames();
    Map<String, List<TensorAxis>> byTensor = new LinkedHashMap<>();
    for (TensorAxis axis : axes) {
      byTensor.computeIfAbsent(axis.tensor(), t -> new ArrayList<>()).add(axis);
    }
    Set<String> inputs = new HashSet<>();
    graph.inputs().forEach(v -> inputs.add(v.name()));
    byTensor.keySet().stream()
        .filter(t -> !outputs.contains(t) && !inputs.contains(t))
        .forEach(graph::addOutput);
    Map<TensorAxis, double[]> sums = new HashMap<>();
    try (Session session = new Session(model.with(graph), Optimization.NONE)) {
      for (int i = 0; i < samples.count(); i++) {
        progress.at("measuring activations", i, samples.count());
        session
            .run(samples.get(i))
            .forEach(
                (name, tensor) ->
                    byTensor.getOrDefault(name, List.of()).forEach(a -> add(sums, a, tensor)));
      }
    }
    progress.at("measuring activations", samples.count(), samples.count());
    return sums;
  }

  /** Adds the mean of this sample; a tensor of another size each time counts as often. */
  private static void add(Map<TensorAxis, double[]> sums, TensorAxis axis, Tensor tensor) {
    long[] shape = tensor.shape();
    if (tensor.type() != ElementType.FLOAT32 || axis.axis() >= shape.length) {
      return;
    }
    int size = Math.toIntExact(shape[axis.axis()]);
    double[] sum = sums.computeIfAbsent(axis, a -> new double[size]);
    if (sum.length != size) {
      return;
    }
    int inner = 1;
    for (int d = axis.axis() + 1; d < shape.length; d++) {
      inner *= (int) shape[d];
    }
    FloatBuffer values = tensor.elements().asFloatBuffer();
    double perChannel = Math.max(1, values.limit() / Math.max(1, size));
    for (int i = 0; i < values.limit(); i++) {
      double v = values.get(i);
      sum[i / inner % size] += v * v / perChannel;
    }
  }
}

package dev.touchstone.recipes.runtime;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far apart two models are that should compute the same.
 *
 * @param largest difference of any element of any output, as a fraction of the largest magnitude in
 *     that output; 0 if every bit is the same, infinity if shapes, whole numbers or the places of
 *     NaN differ
 */
public record Difference(double largest) {

  /**
   * Runs both on the same inputs, without the runtime's own optimization.
   *
   * @return empty if no output is of a type that is read
   * @throws UnusableModelException if either cannot run
   */
  public static Optional<Difference> between(OnnxModel one, OnnxModel other, ModelInputs inputs) {
    return between(one, other, List.of(inputs));
  }

  /** The same on several sets of inputs. */
  public static Optional<Difference> between(
      OnnxModel one, OnnxModel other, List<ModelInputs> inputs) {
    double largest = 0;
    int compared = 0;
    try (Session first = new Session(one, Optimization.NONE);
        Session second = new Session(other, Optimization.NONE)) {
      for (ModelInputs set : inputs) {
        for (int i = 0; i < set.count(); i++) {
          Map<String, Tensor> given = set.get(i);
          Map<String, Tensor> outputs = first.run(given);
          compared += outputs.size();
          largest = Math.max(largest, largest(outputs, second.run(given)));
        }
      }
    }
    return compared == 0 ? Optional.empty() : Optional.of(new Difference(largest));
  }

  private static double largest(Map<String, Tensor> outputs, Map<String, Tensor> others) {
    double largest = 0;
    for (Map.Entry<String, Tensor> e : outputs.entrySet()) {
      Tensor found = others.get(e.getKey());
      double gap = found == null ? Double.POSITIVE_INFINITY : gap(e.getValue(), found);
      largest = Math.max(largest, gap);
    }
    return largest;
  }

  private static double gap(Tensor one, Tensor other) {
    if (one.type() != other.type() || !java.util.Arrays.equals(one.shape(), other.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    ByteBuffer a = one.elements();
    ByteBuffer b = other.elements();
    if (a.equals(b)) {
      return 0;
    }
    int width = one.type().bytes();
    boolean isReal = one.type() == ElementType.FLOAT32 || one.type() == ElementType.FLOAT64;
    if (!isReal) {
      return Double.POSITIVE_INFINITY;
    }
    double scale = Double.MIN_NORMAL;
    double gap = 0;
    for (int i = 0; i < a.limit(); i += width) {
      double x = width == 4 ? a.getFloat(i) : a.getDouble(i);
      double y = width == 4 ? b.getFloat(i) : b.getDouble(i);
      if (Double.compare(x, y) != 0 && x != y) {
        double apart = Math.abs(x - y);
        gap = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(gap, apart);
      }
      scale = Double.isFinite(x) ? Math.max(scale, Math.abs(x)) : scale;
    }
    return gap / scale;
  }
}

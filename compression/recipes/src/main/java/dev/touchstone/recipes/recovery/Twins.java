package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds for each quantized layer the float layer that it was made of: the one of its name, and
 * where names are missing the one of the same kind whose weights are nearest.
 */
final class Twins {

  /** Weights of another layer are as far away as the weights themselves are large. */
  private static final double FARTHEST = 0.5;

  /** Enough to tell layers apart. */
  private static final int COMPARED = 4096;

  private final List<FloatLayer> floats;
  private final Map<String, FloatLayer> byName = new HashMap<>();

  Twins(Graph floats) {
    this.floats = new ArrayList<>(FloatLayer.all(floats));
    Map<String, Integer> count = new HashMap<>();
    for (Node node : floats.nodes()) {
      count.merge(node.name(), 1, Integer::sum);
    }
    for (FloatLayer layer : this.floats) {
      String name = layer.node().name();
      if (!name.isBlank() && count.getOrDefault(name, 0) == 1) {
        byName.put(name, layer);
      }
    }
  }

  /** The float layer behind a quantized one; each is found once. */
  Optional<FloatLayer> of(QuantizedLayer layer) {
    float[] values = layer.values();
    FloatLayer named = byName.get(layer.node().name());
    if (named != null && fits(named, layer) && distance(named, values) < FARTHEST) {
      return Optional.of(named);
    }
    FloatLayer nearest = null;
    double least = FARTHEST;
    for (FloatLayer candidate : floats) {
      if (fits(candidate, layer)) {
        double distance = distance(candidate, values);
        if (distance < least) {
          least = distance;
          nearest = candidate;
        }
      }
    }
    floats.remove(nearest);
    return Optional.ofNullable(nearest);
  }

  private static boolean fits(FloatLayer candidate, QuantizedLayer layer) {
    return candidate.node().type().equals(layer.node().type())
        && Arrays.equals(candidate.weights().shape(), layer.levels().shape());
  }

  /** Root of the summed squares of the differences, relative to that of the float weights. */
  private static double distance(FloatLayer candidate, float[] values) {
    float[] weights = candidate.weights().toFloats();
    int step = Math.max(1, weights.length / COMPARED);
    double gap = 0;
    double size = Double.MIN_NORMAL;
    for (int i = 0; i < weights.length; i += step) {
      double d = (double) weights[i] - values[i];
      gap += d * d;
      size += (double) weights[i] * weights[i];
    }
    return Math.sqrt(gap / size);
  }
}

package dev.touchstone.recipes;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import java.util.Random;

/** Initializers of standard normal numbers, seeded by their names. */
public final class RandomWeights {

  private RandomWeights() {}

  /** Puts one into a graph. */
  public static void random(Graph graph, String name, long... shape) {
    Random random = new Random(name.hashCode());
    int size = 1;
    for (long d : shape) {
      size = Math.toIntExact(size * d);
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    graph.put(Constant.floats(name, shape, values));
  }
}

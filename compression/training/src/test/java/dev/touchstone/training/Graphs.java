package dev.touchstone.training;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Small graphs to try things on. */
final class Graphs {

  static final int IR_VERSION = 8;
  static final int OPSET = 17;

  private Graphs() {}

  /** A model of these nodes, from {@code x} of the shape to {@code y}. */
  static OnnxModel model(long[] inputShape, List<Node> nodes, Constant... initializers) {
    GraphValue x = GraphValue.of("x", OnnxType.FLOAT, inputShape);
    Graph graph = Graph.empty("small", List.of(x), List.of());
    nodes.forEach(graph::add);
    Arrays.stream(initializers).forEach(graph::put);
    graph.addOutput("y");
    return OnnxModel.of(graph, IR_VERSION, OPSET);
  }

  /** A node from {@code x} and the named others to {@code y}. */
  static Node node(String type, String... others) {
    String[] inputs = new String[others.length + 1];
    inputs[0] = "x";
    System.arraycopy(others, 0, inputs, 1, others.length);
    return Node.of(type, "the-" + type, List.of(inputs), List.of("y"));
  }

  /** A constant of values around 0, the same for one seed. */
  static Constant random(String name, long seed, long... shape) {
    return Constant.floats(name, shape, values(seed, count(shape)));
  }

  static float[] values(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  static int count(long... shape) {
    return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }
}

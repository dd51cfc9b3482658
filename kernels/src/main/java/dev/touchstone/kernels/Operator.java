package dev.touchstone.kernels;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * A model of one operator, with seeded weights, in float.
 *
 * <p>Input {@code x}, output {@code y}; both of fixed shape.
 */
sealed interface Operator {

  /**
   * Intermediate representation 8 and opset 17: what the recipes and every supported runtime read.
   */
  int IR_VERSION = 8;

  int OPSET = 17;

  /** Shape of the input, batch first. */
  long[] inputShape();

  /** The model. */
  OnnxModel model();

  /** One Relu on 16 numbers: so little work that what is timed is the call. */
  record Call() implements Operator {

    @Override
    public long[] inputShape() {
      return new long[] {1, 16};
    }

    @Override
    public OnnxModel model() {
      Graph graph = graph("call", inputShape(), inputShape());
      graph.add(Node.of("Relu", "relu", List.of("x"), List.of("y")));
      return OnnxModel.of(graph, IR_VERSION, OPSET);
    }
  }

  /**
   * A convolution that keeps the size of the image.
   *
   * @param channels in and out
   * @param size height and width of the image
   * @param kernel height and width of the window; odd
   */
  record Conv(int channels, int size, int kernel) implements Operator {

    /** Reads {@code channels x size x kernel}, such as {@code 64x16x3}. */
    static Conv of(String shape) {
      int[] numbers = numbers(shape);
      return new Conv(numbers[0], numbers[1], numbers[2]);
    }

    @Override
    public long[] inputShape() {
      return new long[] {1, channels, size, size};
    }

    @Override
    public OnnxModel model() {
      Graph graph = graph("conv", inputShape(), inputShape());
      long[] shape = {channels, channels, kernel, kernel};
      graph.put(Constant.floats("w", shape, weights(shape, channels * kernel * kernel)));
      int pad = kernel / 2;
      graph.add(
          Node.of("Conv", "conv", List.of("x", "w"), List.of("y"))
              .with("kernel_shape", new long[] {kernel, kernel})
              .with("pads", new long[] {pad, pad, pad, pad}));
      return OnnxModel.of(graph, IR_VERSION, OPSET);
    }
  }

  /**
   * A product with a constant matrix.
   *
   * @param rows of the input
   * @param inner columns of the input, rows of the matrix
   * @param columns of the matrix
   */
  record MatMul(int rows, int inner, int columns) implements Operator {

    /** Reads {@code rows x inner x columns}, such as {@code 32x160x160}. */
    static MatMul of(String shape) {
      int[] numbers = numbers(shape);
      return new MatMul(numbers[0], numbers[1], numbers[2]);
    }

    @Override
    public long[] inputShape() {
      return new long[] {1, rows, inner};
    }

    @Override
    public OnnxModel model() {
      Graph graph = graph("matmul", inputShape(), new long[] {1, rows, columns});
      long[] shape = {inner, columns};
      graph.put(Constant.floats("w", shape, weights(shape, inner)));
      graph.add(Node.of("MatMul", "matmul", List.of("x", "w"), List.of("y")));
      return OnnxModel.of(graph, IR_VERSION, OPSET);
    }
  }

  private static int[] numbers(String shape) {
    int[] numbers = Pattern.compile("x").splitAsStream(shape).mapToInt(Integer::parseInt).toArray();
    if (numbers.length != 3) {
      throw new IllegalArgumentException(
          "\"" + shape + "\" must be three numbers with x between them");
    }
    return numbers;
  }

  private static Graph graph(String name, long[] input, long[] output) {
    return Graph.empty(
        name,
        List.of(GraphValue.of("x", OnnxType.FLOAT, input)),
        List.of(GraphValue.of("y", OnnxType.FLOAT, output)));
  }

  /** Normal weights whose sums keep unit variance, as a trained layer's roughly do. */
  private static float[] weights(long[] shape, int fanIn) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    double scale = 1 / Math.sqrt(fanIn);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return values;
  }
}

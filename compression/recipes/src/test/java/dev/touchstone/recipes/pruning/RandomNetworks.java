package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Dimension;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Small made-up networks of everything that pruning has to follow; one seed gives one network. */
final class RandomNetworks {

  private static final int SIDE = 6;
  private static final int CLASSES = 5;

  private final Random random;
  private final Graph graph;
  private int names;

  private RandomNetworks(long seed) {
    random = new Random(seed);
    List<Dimension> input =
        List.of(Dimension.symbol("N"), Dimension.of(3), Dimension.of(SIDE), Dimension.of(SIDE));
    graph = Graph.empty("g", List.of(new GraphValue("x", OnnxType.FLOAT, input)), List.of());
    graph.addOutput("y");
  }

  /** An activation of {@code [N, channels, SIDE, SIDE]}. */
  private record Image(String name, int channels) {}

  static OnnxModel network(long seed) {
    return new RandomNetworks(seed).build();
  }

  private OnnxModel build() {
    Image image = conv(new Image("x", 3), even(), 1);
    for (int i = 4 + random.nextInt(5); i > 0; i--) {
      image = layer(image);
    }
    head(conv(image, even(), 1));
    return OnnxModel.of(graph, 8, 13);
  }

  private int even() {
    return 4 + 2 * random.nextInt(5);
  }

  private Image layer(Image in) {
    return switch (random.nextInt(12)) {
      case 0 -> relu(batchNorm(in));
      case 1 -> conv(in, in.channels, in.channels);
      case 2 -> conv(in, 2 * in.channels, in.channels);
      case 3 -> conv(in, even(), 2);
      case 4 -> residual(in);
      case 5 -> node("Concat", 2, in, relu(conv(in, even(), 1)));
      case 6 -> branches(in);
      case 7 -> parametricRelu(in);
      case 8 -> gated(in);
      case 9 -> squeezeAndExcite(in);
      case 10 -> transposed(in);
      default -> relu(conv(in, even(), 1));
    };
  }

  private String fresh(String kind) {
    return kind + names++;
  }

  private String weights(long... shape) {
    String name = fresh("w");
    int size = 1;
    for (long d : shape) {
      size *= (int) d;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (random.nextGaussian() * 0.4);
    }
    graph.put(Constant.floats(name, shape, values));
    return name;
  }

  private Image conv(Image in, int channels, int groups) {
    String w = weights(channels, in.channels / groups, 3, 3);
    String name = fresh("conv");
    List<String> inputs =
        random.nextBoolean() ? List.of(in.name, w) : List.of(in.name, w, weights(channels));
    graph.add(
        Node.of("Conv", name, inputs, List.of(name + "_out"))
            .with("group", groups)
            .with("pads", new long[] {1, 1, 1, 1}));
    return new Image(name + "_out", channels);
  }

  private Image transposed(Image in) {
    int channels = even();
    String name = fresh("deconv");
    graph.add(
        Node.of(
                "ConvTranspose",
                name,
                List.of(in.name, weights(in.channels, channels, 3, 3), weights(channels)),
                List.of(name + "_out"))
            .with("pads", new long[] {1, 1, 1, 1}));
    return new Image(name + "_out", channels);
  }

  private Image node(String type, int inputs, Image a, Image b) {
    String name = fresh(type.toLowerCase(Locale.ROOT));
    Node node =
        Node.of(
            type,
            name,
            inputs == 1 ? List.of(a.name) : List.of(a.name, b.name),
            List.of(name + "_out"));
    if (type.equals("Concat")) {
      node.with("axis", 1);
    }
    graph.add(node);
    return new Image(name + "_out", type.equals("Concat") ? a.channels + b.channels : a.channels);
  }

  private Image relu(Image in) {
    return node("Relu", 1, in, in);
  }

  private Image batchNorm(Image in) {
    String name = fresh("bn");
    String variance = fresh("var");
    float[] values = new float[in.channels];
    Arrays.fill(values, 0.7f);
    graph.put(Constant.floats(variance, new long[] {in.channels}, values));
    graph.add(
        Node.of(
            "BatchNormalization",
            name,
            List.of(
                in.name,
                weights(in.channels),
                weights(in.channels),
                weights(in.channels),
                variance),
            List.of(name + "_out")));
    return new Image(name + "_out", in.channels);
  }

  private Image residual(Image in) {
    return relu(node("Add", 2, conv(relu(conv(in, even(), 1)), in.channels, 1), in));
  }

  /** Two halves go different ways. */
  private Image branches(Image in) {
    int half = in.channels / 2;
    if (half < 2 || half * 2 != in.channels) {
      return in;
    }
    String name = fresh("split");
    String sizes = fresh("sizes");
    graph.put(Constant.integers(sizes, OnnxType.INT64, new long[] {2}, half, half));
    graph.add(
        Node.of("Split", name, List.of(in.name, sizes), List.of(name + "_a", name + "_b"))
            .with("axis", 1));
    Image a = new Image(name + "_a", half);
    Image b = conv(new Image(name + "_b", half), half, half);
    return random.nextBoolean() ? node("Concat", 2, b, a) : node("Mul", 2, a, b);
  }

  private Image parametricRelu(Image in) {
    String name = fresh("prelu");
    graph.add(
        Node.of(
            "PRelu", name, List.of(in.name, weights(in.channels, 1, 1)), List.of(name + "_out")));
    return new Image(name + "_out", in.channels);
  }

  /** A slice of the first half times the sigmoid of the second. */
  private Image gated(Image in) {
    int half = in.channels / 2;
    if (half < 2 || half * 2 != in.channels) {
      return in;
    }
    Image values = slice(in, 0, half);
    return node("Mul", 2, values, node("Sigmoid", 1, slice(in, half, 2L * half), in));
  }

  private Image slice(Image in, long from, long to) {
    String name = fresh("slice");
    String start = fresh("start");
    String end = fresh("end");
    String axes = fresh("axes");
    graph.put(Constant.integers(start, OnnxType.INT64, new long[] {1}, from));
    graph.put(Constant.integers(end, OnnxType.INT64, new long[] {1}, to));
    graph.put(Constant.integers(axes, OnnxType.INT64, new long[] {1}, 1));
    graph.add(Node.of("Slice", name, List.of(in.name, start, end, axes), List.of(name + "_out")));
    return new Image(name + "_out", (int) (to - from));
  }

  private Image squeezeAndExcite(Image in) {
    Image pooled = node("GlobalAveragePool", 1, in, in);
    String name = fresh("se");
    graph.add(
        Node.of(
            "Conv",
            name,
            List.of(pooled.name, weights(in.channels, in.channels, 1, 1)),
            List.of(name + "_out")));
    Image share = node("Sigmoid", 1, new Image(name + "_out", in.channels), in);
    return node("Mul", 2, in, share);
  }

  private void head(Image image) {
    String name = fresh("flat");
    boolean pooled = random.nextBoolean();
    Image last = pooled ? node("GlobalAveragePool", 1, image, image) : relu(image);
    int features = image.channels * (pooled ? 1 : SIDE * SIDE);
    if (random.nextBoolean()) {
      graph.add(Node.of("Flatten", name, List.of(last.name), List.of(name + "_out")));
    } else {
      String shape = fresh("shape");
      graph.put(Constant.integers(shape, OnnxType.INT64, new long[] {2}, -1, features));
      graph.add(Node.of("Reshape", name, List.of(last.name, shape), List.of(name + "_out")));
    }
    int hidden = even();
    graph.add(
        Node.of(
                "Gemm",
                "hidden",
                List.of(name + "_out", weights(hidden, features), weights(hidden)),
                List.of("hidden_out"))
            .with("transB", 1));
    graph.add(Node.of("Tanh", "tanh", List.of("hidden_out"), List.of("tanh_out")));
    graph.add(
        Node.of("MatMul", "last", List.of("tanh_out", weights(hidden, CLASSES)), List.of("y")));
  }
}

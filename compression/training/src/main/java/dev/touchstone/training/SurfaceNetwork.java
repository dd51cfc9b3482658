package dev.touchstone.training;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Dimension;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.surface.SurfaceDefects;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The untrained network of the embedded default: {@code image} {@code [N, 1, 64, 64]} to {@code
 * logits} {@code [N, 6]}.
 *
 * <pre>
 * stem      5 x 5, stride 2, 16 channels            32 x 32
 * down1     3 x 3, stride 2, 48 channels            16 x 16
 * one       residual: two 3 x 3, 48 channels        16 x 16
 * two       residual: two 3 x 3, 48 channels        16 x 16
 * down2     depthwise 3 x 3, stride 2; 1 x 1          8 x 8
 * three     residual: two 3 x 3, 48 channels          8 x 8
 * head      global average, fully connected
 * </pre>
 *
 * Every convolution is followed by BatchNormalization. Most of the work is in dense convolutions of
 * at least 16 channels, where 8-bit arithmetic pays on a CPU.
 */
final class SurfaceNetwork {

  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private final Graph graph;
  private final Random random;

  private SurfaceNetwork(long seed) {
    this.random = new Random(seed);
    GraphValue image =
        new GraphValue(
            "image",
            OnnxType.FLOAT,
            List.of(
                Dimension.symbol("N"),
                Dimension.of(1),
                Dimension.of(SurfaceDefects.HEIGHT),
                Dimension.of(SurfaceDefects.WIDTH)));
    GraphValue logits =
        new GraphValue(
            "logits",
            OnnxType.FLOAT,
            List.of(Dimension.symbol("N"), Dimension.of(SurfaceDefects.CLASSES.size())));
    this.graph = Graph.empty("surface-defects", List.of(image), List.of(logits));
  }

  /** The network with random weights (He et al., ICCV 2015, fan-in), the same for one seed. */
  static OnnxModel untrained(long seed) {
    SurfaceNetwork network = new SurfaceNetwork(seed);
    String x = network.relu("stem", network.conv("stem", "image", 1, 16, 5, 2, 1));
    x = network.relu("down1", network.conv("down1", x, 16, 48, 3, 2, 1));
    x = network.residual("one", x, 48);
    x = network.residual("two", x, 48);
    x = network.relu("down2.depth", network.conv("down2.depth", x, 48, 48, 3, 2, 48));
    x = network.relu("down2.point", network.conv("down2.point", x, 48, 48, 1, 1, 1));
    x = network.residual("three", x, 48);
    network.head(x, 48);
    return OnnxModel.of(network.graph, IR_VERSION, OPSET);
  }

  private String residual(String name, String input, int channels) {
    String inner = relu(name + ".a", conv(name + ".a", input, channels, channels, 3, 1, 1));
    String outer = conv(name + ".b", inner, channels, channels, 3, 1, 1);
    graph.add(Node.of("Add", name + ".add", List.of(outer, input), List.of(name + ".sum")));
    return relu(name, name + ".sum");
  }

  /** A convolution and its BatchNormalization. */
  private String conv(
      String name, String input, int from, int to, int kernel, int stride, int groups) {
    long[] shape = {to, from / groups, kernel, kernel};
    graph.put(normal(name + ".weight", shape, from / groups * kernel * kernel));
    long pad = kernel / 2;
    graph.add(
        Node.of("Conv", name + ".conv", List.of(input, name + ".weight"), List.of(name + ".c"))
            .with("kernel_shape", new long[] {kernel, kernel})
            .with("strides", new long[] {stride, stride})
            .with("pads", new long[] {pad, pad, pad, pad})
            .with("group", groups));
    List<String> statistics =
        List.of(name + ".scale", name + ".shift", name + ".mean", name + ".variance");
    graph.put(filled(statistics.get(0), to, 1));
    graph.put(filled(statistics.get(1), to, 0));
    graph.put(filled(statistics.get(2), to, 0));
    graph.put(filled(statistics.get(3), to, 1));
    Node norm =
        Node.of("BatchNormalization", name + ".norm", List.of(name + ".c"), List.of(name + ".n"));
    for (int i = 0; i < statistics.size(); i++) {
      norm.setInput(i + 1, statistics.get(i));
    }
    graph.add(norm.with("epsilon", 1e-5f).with("momentum", 0.9f));
    return name + ".n";
  }

  private String relu(String name, String input) {
    graph.add(Node.of("Relu", name + ".relu", List.of(input), List.of(name + ".r")));
    return name + ".r";
  }

  private void head(String input, int channels) {
    graph.add(Node.of("GlobalAveragePool", "head.pool", List.of(input), List.of("head.p")));
    graph.add(
        Node.of("Flatten", "head.flatten", List.of("head.p"), List.of("head.f")).with("axis", 1));
    int classes = SurfaceDefects.CLASSES.size();
    graph.put(normal("head.weight", new long[] {classes, channels}, channels));
    graph.put(filled("head.bias", classes, 0));
    graph.add(
        Node.of(
                "Gemm",
                "head.gemm",
                List.of("head.f", "head.weight", "head.bias"),
                List.of("logits"))
            .with("transB", 1));
  }

  private Constant normal(String name, long[] shape, int fanIn) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    double deviation = Math.sqrt(2.0 / fanIn);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Constant.floats(name, shape, values);
  }

  private static Constant filled(String name, int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return Constant.floats(name, new long[] {size}, values);
  }
}

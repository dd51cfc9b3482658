package dev.touchstone.recipes.recovery;

import static dev.touchstone.recipes.RandomWeights.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.RandomInputs;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.Equalize;
import dev.touchstone.scenarios.NodeFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EqualizationTest {

  /** Products of scaled weights round differently: some units in the last place a layer. */
  private static final double ROUNDING = 1e-5;

  private static Graph graph(long... input) {
    return Graph.empty("g", List.of(GraphValue.of("x", OnnxType.FLOAT, input)), List.of());
  }

  private static void add(Graph graph, String type, String out, String... in) {
    graph.add(Node.of(type, out + "." + type, List.of(in), List.of(out)));
  }

  /** A convolution whose channels differ in size by up to a factor of 100. */
  private static Node conv(Graph graph, Random random, String in, String out, long... shape) {
    uneven(graph, random, out + ".w", shape);
    uneven(graph, random, out + ".b", shape[0]);
    return graph.add(
        Node.of("Conv", out + ".conv", List.of(in, out + ".w", out + ".b"), List.of(out)));
  }

  private static void uneven(Graph graph, Random random, String name, long... shape) {
    random(graph, name, shape);
    Constant even = graph.initializer(name).orElseThrow();
    float[] values = even.toFloats();
    int inner = values.length / (int) shape[0];
    for (int c = 0; c < shape[0]; c++) {
      float size = (float) Math.pow(10, 2 * random.nextDouble() - 1);
      for (int i = 0; i < inner; i++) {
        values[c * inner + i] *= size;
      }
    }
    graph.put(even.withFloats(values));
  }

  private static OnnxModel model(Graph graph) {
    graph.addOutput("y");
    return OnnxModel.of(graph, 8, 13);
  }

  private static OnnxModel equalized(OnnxModel model, List<String> notes) {
    return Equalization.apply(model, new Equalize(40, NodeFilter.ALL), notes);
  }

  private static double[] largest(OnnxModel model, String node) {
    Graph graph = model.graph();
    FloatLayer layer =
        FloatLayer.all(graph).stream()
            .filter(l -> l.node().name().equals(node))
            .findFirst()
            .orElseThrow();
    float[] values = layer.weights().toFloats();
    double[] largest = new double[layer.rows().rows()];
    Equalization.forEach(
        layer.rows(), (r, c, at) -> largest[r] = Math.max(largest[r], Math.abs(values[at])));
    return largest;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void changesNoOutputOfARandomGraph(int seed) {
    Random random = new Random(seed);
    Graph graph = graph(1, 3, 12, 12);
    String tensor = "x";
    int channels = 3;
    List<String> between = List.of("Relu", "LeakyRelu", "Identity", "GlobalAveragePool");
    for (int layer = 0; layer < 4; layer++) {
      boolean depthwise = layer > 0 && random.nextBoolean();
      int out = depthwise ? channels : 4 * (1 + random.nextInt(3));
      Node conv =
          depthwise
              ? conv(graph, random, tensor, "c" + layer, channels, 1, 1, 1)
              : conv(graph, random, tensor, "c" + layer, out, channels, 1, 1);
      if (depthwise) {
        conv.with("group", (long) channels);
      }
      String activation = between.get(random.nextInt(layer == 3 ? 4 : 3));
      add(graph, activation, "a" + layer, "c" + layer);
      tensor = "a" + layer;
      channels = out;
    }
    add(graph, "GlobalMaxPool", "pooled", tensor);
    add(graph, "Flatten", "flat", "pooled");
    random(graph, "fc", channels, 5);
    add(graph, "MatMul", "y", "flat", "fc");
    OnnxModel model = model(graph);
    List<String> notes = new ArrayList<>();
    OnnxModel equalized = equalized(model, notes);
    assertThat(notes.get(0)).contains("4 pairs of layers equalized");
    assertThat(equalized.toByteArray()).isNotEqualTo(model.toByteArray());
    assertThat(RandomInputs.largestDifference(model, equalized, seed))
        .isLessThanOrEqualTo(ROUNDING);
  }

  @Test
  void makesTheChannelsOfADepthwiseChainAlike() {
    Random random = new Random(3);
    Graph graph = graph(1, 3, 8, 8);
    conv(graph, random, "x", "a", 8, 3, 3, 3);
    add(graph, "Relu", "b", "a");
    conv(graph, random, "b", "c", 8, 1, 3, 3).with("group", 8L);
    add(graph, "Relu", "d", "c");
    conv(graph, random, "d", "y", 4, 8, 1, 1);
    OnnxModel equalized = equalized(model(graph), new ArrayList<>());
    double[] first = largest(equalized, "a.conv");
    double[] second = largest(equalized, "c.conv");
    for (int c = 0; c < 8; c++) {
      assertThat(first[c]).isCloseTo(second[c], org.assertj.core.data.Offset.offset(first[c] / 50));
    }
  }

  @Test
  void scalesEachPlaceBehindAFlattenByItsChannel() {
    Random random = new Random(5);
    Graph graph = graph(1, 2, 6, 6);
    conv(graph, random, "x", "a", 4, 2, 3, 3);
    add(graph, "Relu", "b", "a");
    add(graph, "MaxPool", "c", "b");
    graph.nodes().get(2).with("kernel_shape", new long[] {2, 2});
    add(graph, "Flatten", "d", "c");
    random(graph, "fc", 5, 36);
    random(graph, "fc.b", 5);
    add(graph, "Gemm", "y", "d", "fc", "fc.b");
    graph.nodes().get(4).with("transB", 1L);
    OnnxModel model = model(graph);
    List<String> notes = new ArrayList<>();
    OnnxModel equalized = equalized(model, notes);
    assertThat(notes.get(0)).startsWith("1 pairs");
    assertThat(RandomInputs.largestDifference(model, equalized, 1)).isLessThanOrEqualTo(ROUNDING);
  }

  @Test
  void leavesLayersAloneThatAreReadTwiceOrSaturate() {
    Random random = new Random(7);
    Graph graph = graph(1, 3, 4, 4);
    conv(graph, random, "x", "a", 3, 3, 1, 1);
    conv(graph, random, "a", "b", 3, 3, 1, 1);
    graph.put(Constant.scalar("zero", 0));
    graph.put(Constant.scalar("six", 6));
    add(graph, "Clip", "c", "b", "zero", "six");
    conv(graph, random, "c", "d", 3, 3, 1, 1);
    add(graph, "Add", "y", "a", "d");
    OnnxModel model = model(graph);
    List<String> notes = new ArrayList<>();
    assertThat(equalized(model, notes)).isSameAs(model);
    assertThat(notes)
        .containsExactly(
            "no two layers stand behind each other with nothing but Relu or pooling between");
  }
}

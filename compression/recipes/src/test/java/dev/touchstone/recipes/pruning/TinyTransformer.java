package dev.touchstone.recipes.pruning;

import static dev.touchstone.recipes.RandomWeights.random;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Dimension;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;

/** One encoder layer: width 12, 4 heads of 3, 16 neurons, sequences of 5. */
final class TinyTransformer {

  static final int WIDTH = 12;
  static final int HEADS = 4;
  static final int HEAD = 3;
  static final int NEURONS = 16;
  private static final int LENGTH = 5;

  /** How queries, keys and values are made. */
  enum Projections {
    /** Three products. */
    APART,
    /** One product of three times the width, cut apart behind its Reshape. */
    TOGETHER
  }

  private final Graph graph;

  private TinyTransformer() {
    List<Dimension> input =
        List.of(Dimension.symbol("N"), Dimension.of(LENGTH), Dimension.of(WIDTH));
    graph = Graph.empty("g", List.of(new GraphValue("x", OnnxType.FLOAT, input)), List.of());
    graph.addOutput("y");
  }

  static OnnxModel model(Projections projections) {
    TinyTransformer tiny = new TinyTransformer();
    tiny.attention(projections);
    tiny.feedForward();
    return OnnxModel.of(tiny.graph, 8, 17);
  }

  private String op(String type, String out, String... inputs) {
    graph.add(Node.of(type, out + "_node", List.of(inputs), List.of(out)));
    return out;
  }

  private String project(String out, String in, int from, int to) {
    random(graph, out + "_w", from, to);
    random(graph, out + "_b", to);
    op("MatMul", out + "_product", in, out + "_w");
    return op("Add", out, out + "_b", out + "_product");
  }

  private String numbers(String name, long... values) {
    graph.put(Constant.integers(name, OnnxType.INT64, new long[] {values.length}, values));
    return name;
  }

  private String norm(String out, String in) {
    random(graph, out + "_scale", WIDTH);
    random(graph, out + "_shift", WIDTH);
    return op("LayerNormalization", out, in, out + "_scale", out + "_shift");
  }

  private void attention(Projections projections) {
    String in = norm("n1", "x");
    String q;
    String k;
    String v;
    if (projections == Projections.APART) {
      q = heads("q", project("q_flat", in, WIDTH, WIDTH));
      k = heads("k", project("k_flat", in, WIDTH, WIDTH));
      v = heads("v", project("v_flat", in, WIDTH, WIDTH));
    } else {
      project("qkv_flat", in, WIDTH, 3 * WIDTH);
      op("Reshape", "qkv_parts", "qkv_flat", numbers("qkv_shape", 0, LENGTH, 3, HEADS, HEAD));
      op("Transpose", "qkv", "qkv_parts");
      graph.nodes().get(graph.nodes().size() - 1).with("perm", new long[] {2, 0, 3, 1, 4});
      q = chosen("q", 0);
      k = chosen("k", 1);
      v = chosen("v", 2);
    }
    op("Transpose", "k_turned", k);
    graph.nodes().get(graph.nodes().size() - 1).with("perm", new long[] {0, 1, 3, 2});
    op("MatMul", "scores", q, "k_turned");
    op("Softmax", "shares", "scores");
    op("MatMul", "mixed", "shares", v);
    op("Transpose", "mixed_back", "mixed");
    graph.nodes().get(graph.nodes().size() - 1).with("perm", new long[] {0, 2, 1, 3});
    // as exporters write it: the batch is computed, the rest is constant
    op("Shape", "x_shape", "x");
    op("Gather", "batch", "x_shape", numbers("first", 0));
    op("Concat", "flat_shape", "batch", numbers("tail", LENGTH, WIDTH));
    graph.nodes().get(graph.nodes().size() - 1).with("axis", 0);
    op("Reshape", "flat", "mixed_back", "flat_shape");
    op("Add", "a", "x", project("o", "flat", WIDTH, WIDTH));
  }

  private String chosen(String out, long index) {
    graph.put(Constant.integers(out + "_index", OnnxType.INT64, new long[0], index));
    op("Gather", out, "qkv", out + "_index");
    return out;
  }

  private String heads(String out, String flat) {
    op("Reshape", out + "_parts", flat, numbers(out + "_shape", 0, LENGTH, HEADS, HEAD));
    op("Transpose", out, out + "_parts");
    graph.nodes().get(graph.nodes().size() - 1).with("perm", new long[] {0, 2, 1, 3});
    return out;
  }

  private void feedForward() {
    String in = norm("n2", "a");
    op("Erf", "active", project("f1", in, WIDTH, NEURONS));
    op("Add", "y", "a", project("f2", "active", NEURONS, WIDTH));
  }
}

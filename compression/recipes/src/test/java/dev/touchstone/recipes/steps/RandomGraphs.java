package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Graphs of random operators that folding has something to do with; the same seed, the same one.
 */
final class RandomGraphs {

  private final Random random;
  private final Graph graph =
      Graph.empty("random", List.of(GraphValue.of("x", OnnxType.FLOAT, 2, 4, 6, 6)), List.of());
  private String last = "x";
  private long[] shape = {2, 4, 6, 6};
  private int names;

  private RandomGraphs(long seed) {
    random = new Random(seed);
  }

  static OnnxModel of(long seed) {
    RandomGraphs graphs = new RandomGraphs(seed);
    int nodes = 4 + graphs.random.nextInt(12);
    List<String> results = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      graphs.grow();
      if (graphs.random.nextInt(6) == 0) {
        results.add(graphs.last);
      }
    }
    results.add(graphs.last);
    results.stream().distinct().filter(r -> !r.equals("x")).forEach(graphs.graph::addOutput);
    if (graphs.graph.outputNames().isEmpty()) {
      graphs.add(Node.of("Neg", "", List.of("x"), List.of()));
      graphs.graph.addOutput(graphs.last);
    }
    return OnnxModel.of(graphs.graph, 8, 13);
  }

  private void grow() {
    switch (random.nextInt(14)) {
      case 0 -> unary("Relu");
      case 1 -> unary("Identity");
      case 2 -> unary("Dropout");
      case 3 -> casts();
      case 4 -> transpose();
      case 5 -> reshape();
      case 6 -> unsqueeze();
      case 7 -> constant();
      case 8 -> dead();
      case 9 -> flatten();
      case 10, 11 -> norm();
      default -> layer();
    }
  }

  private void add(Node node) {
    last = "t" + names++;
    List<String> outputs = List.of(last);
    Node made = Node.of(node.type(), last, node.inputs(), outputs);
    for (String name : List.of("perm", "axis", "to", "kernel_shape", "group", "transB", "beta")) {
      node.attribute(name)
          .ifPresent(
              a -> {
                switch (a.getType()) {
                  case INTS -> made.with(name, node.integers(name).orElseThrow());
                  case FLOAT -> made.with(name, node.real(name, 0));
                  default -> made.with(name, node.integer(name, 0));
                }
              });
    }
    graph.add(made);
  }

  private void unary(String type) {
    add(Node.of(type, "", List.of(last), List.of()));
  }

  private void casts() {
    OnnxType between = random.nextBoolean() ? OnnxType.DOUBLE : OnnxType.INT32;
    add(Node.of("Cast", "", List.of(last), List.of()).with("to", between.code()));
    if (random.nextBoolean()) {
      add(Node.of("Cast", "", List.of(last), List.of()).with("to", OnnxType.DOUBLE.code()));
    }
    add(Node.of("Cast", "", List.of(last), List.of()).with("to", OnnxType.FLOAT.code()));
  }

  private void transpose() {
    List<Long> order = new ArrayList<>();
    for (long d = 0; d < shape.length; d++) {
      order.add(d);
    }
    java.util.Collections.shuffle(order, random);
    long[] perm = order.stream().mapToLong(Long::longValue).toArray();
    add(Node.of("Transpose", "", List.of(last), List.of()).with("perm", perm));
    long[] before = shape;
    shape = Arrays.stream(perm).map(d -> before[(int) d]).toArray();
  }

  private long size() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private void reshape() {
    long size = size();
    long first = List.of(1L, 2L, 3L, 4L).get(random.nextInt(4));
    long[] target =
        size % first != 0
            ? new long[] {1, -1}
            : random.nextBoolean()
                ? new long[] {first, -1}
                : new long[] {first, size / first, 1, 1};
    String name = put(Constant.integers("s", OnnxType.INT64, new long[] {target.length}, target));
    add(Node.of("Reshape", "", List.of(last, name), List.of()));
    shape = Arrays.stream(target).map(d -> d == -1 ? size / target[0] : d).toArray();
  }

  private void flatten() {
    add(Node.of("Flatten", "", List.of(last), List.of()).with("axis", 1));
    shape = new long[] {shape[0], size() / shape[0]};
  }

  private void unsqueeze() {
    String axes = put(Constant.integers("a", OnnxType.INT64, new long[] {1}, 1));
    add(Node.of("Unsqueeze", "", List.of(last, axes), List.of()));
    if (random.nextInt(3) > 0) {
      String again = put(Constant.integers("a", OnnxType.INT64, new long[] {1}, 1));
      add(Node.of("Squeeze", "", List.of(last, again), List.of()));
    } else {
      long[] longer = new long[shape.length + 1];
      longer[0] = shape[0];
      longer[1] = 1;
      System.arraycopy(shape, 1, longer, 2, shape.length - 1);
      shape = longer;
    }
  }

  /** Adds the exponential of a constant that a node holds. */
  private void constant() {
    String before = last;
    add(Node.of("Constant", "", List.of(), List.of()));
    String value = last;
    graph.nodes().get(graph.nodes().size() - 1).with("value_float", random.nextFloat() - 0.5f);
    add(Node.of("Exp", "", List.of(value), List.of()));
    add(Node.of("Add", "", List.of(before, last), List.of()));
  }

  private void dead() {
    String kept = last;
    add(Node.of("Sigmoid", "", List.of(last), List.of()));
    last = kept;
  }

  private void layer() {
    if (shape.length == 4) {
      boolean transposed = random.nextInt(3) == 0;
      int out = 2 + random.nextInt(4);
      long[] weights =
          transposed ? new long[] {shape[1], out, 1, 1} : new long[] {out, shape[1], 1, 1};
      List<String> inputs = new ArrayList<>(List.of(last, put(floats("w", weights))));
      if (random.nextBoolean()) {
        inputs.add(put(floats("b", out)));
      }
      add(Node.of(transposed ? "ConvTranspose" : "Conv", "", inputs, List.of()));
      shape = new long[] {shape[0], out, shape[2], shape[3]};
      norm();
    } else if (shape.length == 2) {
      int out = 2 + random.nextInt(5);
      if (random.nextBoolean()) {
        String w = put(floats("w", out, shape[1]));
        add(
            Node.of("Gemm", "", List.of(last, w, put(floats("b", out))), List.of())
                .with("transB", 1)
                .with("beta", 0.5f));
      } else {
        add(Node.of("MatMul", "", List.of(last, put(floats("w", shape[1], out))), List.of()));
        if (random.nextBoolean()) {
          String bias = put(floats("b", out));
          boolean first = random.nextBoolean();
          add(Node.of("Add", "", first ? List.of(bias, last) : List.of(last, bias), List.of()));
        }
      }
      shape = new long[] {shape[0], out};
      norm();
    }
  }

  private void norm() {
    int channels = Math.toIntExact(shape[1]);
    Constant variance = floats("v", channels);
    float[] positive = variance.toFloats();
    for (int i = 0; i < positive.length; i++) {
      positive[i] = 0.2f + positive[i] * positive[i];
    }
    List<String> inputs =
        List.of(
            last,
            put(floats("g", channels)),
            put(floats("h", channels)),
            put(floats("m", channels)),
            put(variance.withFloats(positive)));
    add(Node.of("BatchNormalization", "", inputs, List.of()));
  }

  private String put(Constant constant) {
    String name = constant.name() + names++;
    graph.put(constant.renamed(name));
    return name;
  }

  /** One of few, so that some are equal. */
  private Constant floats(String name, long... dims) {
    Random few = new Random(random.nextInt(3));
    long size = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    float[] values = new float[Math.toIntExact(size)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) few.nextGaussian();
    }
    return Constant.floats(name, dims, values);
  }
}

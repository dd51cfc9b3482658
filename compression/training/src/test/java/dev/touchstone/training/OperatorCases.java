package dev.touchstone.training;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** One small model for each operator and each of its attributes that changes the arithmetic. */
final class OperatorCases {

  private static final long[] IMAGE = {2, 4, 7, 6};
  private static final long[] ROWS = {3, 5};

  private OperatorCases() {}

  static Stream<Arguments> all() {
    return Stream.of(windows(), elementwise(), rows()).flatMap(c -> c).map(Arguments::of);
  }

  private static Stream<Named<Case>> windows() {
    Constant weight = Graphs.random("w", 1, 6, 4, 3, 3);
    Constant grouped = Graphs.random("w", 1, 8, 1, 3, 3);
    Constant bias = Graphs.random("b", 2, 6);
    return Stream.of(
        image("Conv, valid", Graphs.node("Conv", "w"), weight),
        image("Conv, bias and pads", pads(Graphs.node("Conv", "w", "b"), 1, 1, 1, 1), weight, bias),
        image("Conv, uneven pads", pads(Graphs.node("Conv", "w"), 0, 1, 2, 0), weight),
        image("Conv, strides", strides(pads(Graphs.node("Conv", "w"), 1, 1, 1, 1)), weight),
        image(
            "Conv, dilations",
            Graphs.node("Conv", "w").with("dilations", new long[] {2, 2}),
            weight),
        image("Conv, depthwise", Graphs.node("Conv", "w").with("group", 4), grouped),
        image(
            "Conv, same upper",
            strides(Graphs.node("Conv", "w")).with("auto_pad", "SAME_UPPER"),
            weight),
        image(
            "Conv, same lower",
            strides(Graphs.node("Conv", "w")).with("auto_pad", "SAME_LOWER"),
            weight),
        image("MaxPool", kernel(Graphs.node("MaxPool"))),
        image("MaxPool, uneven pads", pads(strides(kernel(Graphs.node("MaxPool"))), 0, 1, 1, 0)),
        image("AveragePool", kernel(Graphs.node("AveragePool"))),
        image("AveragePool, pads", pads(kernel(Graphs.node("AveragePool")), 1, 1, 1, 1)),
        image(
            "AveragePool, pads that count",
            pads(kernel(Graphs.node("AveragePool")), 1, 0, 0, 1).with("count_include_pad", 1)),
        image("GlobalAveragePool", Graphs.node("GlobalAveragePool")),
        image("GlobalMaxPool", Graphs.node("GlobalMaxPool")));
  }

  private static Stream<Named<Case>> elementwise() {
    Constant perChannel = Graphs.random("c", 3, 4, 1, 1);
    return Stream.of(
        image("Relu", Graphs.node("Relu")),
        image(
            "Clip",
            Graphs.node("Clip", "low", "high"),
            Constant.scalar("low", -0.5f),
            Constant.scalar("high", 0.75f)),
        image("Clip, upper bound alone", Graphs.node("Clip", "", "c"), Constant.scalar("c", 0.3f)),
        image("Sigmoid", Graphs.node("Sigmoid")),
        image("Tanh", Graphs.node("Tanh")),
        image("Identity", Graphs.node("Identity")),
        image("Add", Graphs.node("Add", "c"), perChannel),
        image("Sub", Graphs.node("Sub", "c"), perChannel),
        image("Mul", Graphs.node("Mul", "c"), perChannel),
        image("Div", Graphs.node("Div", "c"), perChannel),
        image("Concat", Graphs.node("Concat", "x").with("axis", 1)),
        image(
            "BatchNormalization",
            Graphs.node("BatchNormalization", "s", "t", "m", "v").with("epsilon", 1e-3f),
            Graphs.random("s", 4, 4),
            Graphs.random("t", 5, 4),
            Graphs.random("m", 6, 4),
            Constant.floats("v", new long[] {4}, 0.5f, 1, 2, 3)));
  }

  private static Stream<Named<Case>> rows() {
    return Stream.of(
        image("Flatten", Graphs.node("Flatten")),
        image("Flatten, axis", Graphs.node("Flatten").with("axis", 2)),
        image(
            "Reshape",
            Graphs.node("Reshape", "to"),
            Constant.integers("to", OnnxType.INT64, new long[] {3}, 0, 2, -1)),
        rows(
            "Gemm",
            Graphs.node("Gemm", "w", "b").with("alpha", 0.5f).with("beta", 2f),
            Graphs.random("w", 7, 5, 4),
            Graphs.random("b", 8, 4)),
        rows(
            "Gemm, transposed",
            Graphs.node("Gemm", "w").with("transB", 1),
            Graphs.random("w", 7, 4, 5)),
        rows(
            "Gemm, left transposed",
            Graphs.node("Gemm", "w").with("transA", 1),
            Graphs.random("w", 7, 3, 4)),
        rows("MatMul", Graphs.node("MatMul", "w"), Graphs.random("w", 7, 5, 4)),
        rows("Softmax", Graphs.node("Softmax")),
        rows("Softmax, axis", Graphs.node("Softmax").with("axis", 0)));
  }

  private static Node pads(Node node, long... pads) {
    return node.with("pads", pads);
  }

  private static Node strides(Node node) {
    return node.with("strides", new long[] {2, 2});
  }

  private static Node kernel(Node node) {
    return node.with("kernel_shape", new long[] {3, 2});
  }

  private static Named<Case> image(String name, Node node, Constant... constants) {
    return Named.of(name, new Case(Graphs.model(IMAGE, List.of(node), constants)));
  }

  private static Named<Case> rows(String name, Node node, Constant... constants) {
    return Named.of(name, new Case(Graphs.model(ROWS, List.of(node), constants)));
  }

  /** A model of one input. */
  record Case(OnnxModel model) {

    long[] shape() {
      return model.graph().inputs().get(0).shape().stream()
          .mapToLong(d -> d.size().getAsLong())
          .toArray();
    }
  }
}

package dev.touchstone.training;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The table of operators, as the ONNX operator specification defines them up to opset 17 (Clip,
 * Dropout and the like in the forms of opset 11 and later).
 */
final class Operators {

  private static final Map<String, Operator> TABLE =
      Map.ofEntries(
          Map.entry("Add", Operator.learning(List.of(0, 1), o -> o.at(0).add(o.at(1)))),
          Map.entry("AveragePool", Operator.of(Windows::averagePool)),
          Map.entry("BatchNormalization", Operator.learning(List.of(1, 2), Operators::batchNorm)),
          Map.entry("Clip", Operator.of(Operators::clip)),
          Map.entry("Concat", Operator.of(Operators::concat)),
          Map.entry("Conv", Operator.learning(List.of(1, 2), Windows::conv)),
          Map.entry("Div", Operator.of(o -> o.at(0).div(o.at(1)))),
          Map.entry("Flatten", Operator.of(Operators::flatten)),
          Map.entry("Gemm", Operator.learning(List.of(1, 2), Operators::gemm)),
          Map.entry("GlobalAveragePool", Operator.of(Operators::globalAverage)),
          Map.entry("GlobalMaxPool", Operator.of(Operators::globalMax)),
          Map.entry("Identity", Operator.of(o -> o.at(0))),
          Map.entry("MatMul", Operator.learning(List.of(0, 1), o -> o.at(0).matmul(o.at(1)))),
          Map.entry("MaxPool", Operator.of(Windows::maxPool)),
          Map.entry("Mul", Operator.learning(List.of(0, 1), o -> o.at(0).mul(o.at(1)))),
          Map.entry("Relu", Operator.of(o -> torch.relu(o.at(0)))),
          Map.entry("Reshape", Operator.of(Operators::reshape)),
          Map.entry("Sigmoid", Operator.of(o -> torch.sigmoid(o.at(0)))),
          Map.entry("Softmax", Operator.of(Operators::softmax)),
          Map.entry("Sub", Operator.of(o -> o.at(0).sub(o.at(1)))),
          Map.entry("Tanh", Operator.of(o -> torch.tanh(o.at(0)))));

  private Operators() {}

  /** How a node is carried out, if its operator is known. */
  static Optional<Operator> of(Node node) {
    return node.domain().isEmpty() ? Optional.ofNullable(TABLE.get(node.type())) : Optional.empty();
  }

  /** ONNX keeps {@code momentum} of the old statistics, libtorch takes that share of the new. */
  private static Tensor batchNorm(Operands o) {
    boolean training = o.mode() == Mode.TRAINING;
    double share = 1 - (double) o.node().real("momentum", 0.9f);
    return torch.batch_norm(
        o.at(0),
        o.optional(1),
        o.optional(2),
        o.optional(3),
        o.optional(4),
        training,
        share,
        o.node().real("epsilon", 1e-5f),
        false);
  }

  private static Tensor clip(Operands o) {
    return torch.clamp(o.at(0), bound(o, 1, "min"), bound(o, 2, "max"));
  }

  private static ScalarOptional bound(Operands o, int input, String attributeBeforeOpset11) {
    Optional<Float> bound =
        o.has(input)
            ? o.constant(input).map(c -> c.toFloats()[0])
            : o.node().attribute(attributeBeforeOpset11).map(a -> a.getF());
    return bound
        .map(value -> new ScalarOptional(new Scalar(value.doubleValue())))
        .orElseGet(ScalarOptional::new);
  }

  private static Tensor concat(Operands o) {
    TensorVector parts = new TensorVector();
    for (int i = 0; i < o.node().inputs().size(); i++) {
      parts.push_back(o.at(i));
    }
    return torch.cat(parts, o.node().integer("axis", 0));
  }

  private static Tensor flatten(Operands o) {
    long[] shape = o.at(0).shape();
    int axis = (int) o.node().integer("axis", 1);
    int split = axis < 0 ? axis + shape.length : axis;
    return o.at(0).reshape(count(shape, 0, split), count(shape, split, shape.length));
  }

  private static long count(long[] shape, int from, int to) {
    return Arrays.stream(shape, from, to).reduce(1, (a, b) -> a * b);
  }

  private static Tensor gemm(Operands o) {
    Tensor left = o.node().integer("transA", 0) == 0 ? o.at(0) : o.at(0).t();
    Tensor right = o.node().integer("transB", 0) == 0 ? o.at(1) : o.at(1).t();
    Tensor product = scaled(left.matmul(right), o.node().real("alpha", 1));
    return o.has(2) ? product.add(scaled(o.at(2), o.node().real("beta", 1))) : product;
  }

  private static Tensor scaled(Tensor tensor, double factor) {
    return factor == 1 ? tensor : tensor.mul(new Scalar(factor));
  }

  private static Tensor globalAverage(Operands o) {
    return o.at(0).mean(spatial(o), true, new org.bytedeco.pytorch.ScalarTypeOptional());
  }

  private static Tensor globalMax(Operands o) {
    return torch.amax(o.at(0), spatial(o), true);
  }

  /** All dimensions after batch and channels. */
  private static long[] spatial(Operands o) {
    long[] axes = new long[(int) o.at(0).dim() - 2];
    Arrays.setAll(axes, i -> i + 2);
    return axes;
  }

  private static Tensor reshape(Operands o) {
    long[] wanted = o.constant(1).map(Constant::toLongs).orElseThrow();
    if (o.node().integer("allowzero", 0) == 0) {
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = wanted[i] == 0 ? o.at(0).size(i) : wanted[i];
      }
    }
    return o.at(0).reshape(wanted);
  }

  private static Tensor softmax(Operands o) {
    return torch.softmax(o.at(0), o.node().integer("axis", -1));
  }
}

package dev.touchstone.recipes.anatomy;

import dev.touchstone.recipes.onnx.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How many multiply-accumulate operations a node does, by the sizes of its tensors (ONNX operator
 * specifications; contrib operators of ONNX Runtime, docs/ContribOperators.md). Element-wise work,
 * pooling, normalizations and biases are not counted, as is usual: an operator that is not here
 * counts 0.
 */
final class MacRules {

  private static final Set<String> CONV =
      Set.of("Conv", "ConvInteger", "FusedConv", "NhwcFusedConv", "DeformConv");
  private static final Set<String> MATMUL =
      Set.of(
          "MatMul",
          "MatMulInteger",
          "MatMulInteger16",
          "FusedMatMul",
          "TransposeMatMul",
          "MatMulIntegerToFloat",
          "DynamicQuantizeMatMul");
  private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN", "DynamicQuantizeLSTM");

  private final Extents extents;

  MacRules(Extents extents) {
    this.extents = extents;
  }

  /** The number; empty if the node multiplies and the sizes are not known. */
  OptionalLong of(Node node) {
    Optional<Long> count = count(node);
    return count.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  /** Whether the operator is one that counts. */
  static boolean multiplies(Node node) {
    String type = node.type();
    return CONV.contains(type)
        || MATMUL.contains(type)
        || RECURRENT.contains(type)
        || switch (type) {
          case "ConvTranspose",
              "QLinearConv",
              "QLinearMatMul",
              "Gemm",
              "FusedGemm",
              "QGemm",
              "MatMulNBits",
              "MatMulBnb4",
              "Attention",
              "QAttention",
              "MultiHeadAttention",
              "GroupQueryAttention",
              "Einsum" ->
              true;
          default -> false;
        };
  }

  private Optional<Long> count(Node node) {
    String type = node.type();
    if (!multiplies(node)) {
      return Optional.of(0L);
    }
    if (CONV.contains(type)) {
      return convolution(node.input(1), node.output(0));
    }
    if (MATMUL.contains(type)) {
      return matrixProduct(node.input(0), node.output(0), node.integer("transA", 0) != 0);
    }
    if (RECURRENT.contains(type)) {
      return recurrent(node);
    }
    return switch (type) {
      case "QLinearConv" -> convolution(node.input(3), node.output(0));
      case "QLinearMatMul" -> matrixProduct(node.input(0), node.output(0), false);
      case "ConvTranspose" -> transposedConvolution(node);
      case "MatMulNBits", "MatMulBnb4" ->
          size(node.output(0)).map(out -> Math.multiplyExact(out, node.integer("K", 0)));
      case "Attention", "QAttention" -> attention(node);
      case "MultiHeadAttention", "GroupQueryAttention" -> attentionOfThree(node);
      case "Einsum" -> einsum(node);
      default -> matrixProduct(node.input(0), node.output(0), node.integer("transA", 0) != 0);
    };
  }

  private Optional<Long> size(String tensor) {
    return extents.of(tensor).map(Extent::elements);
  }

  /** Each output takes a product with every weight of its channel: weights / channels of them. */
  private Optional<Long> convolution(String weights, String output) {
    return extents
        .of(weights)
        .filter(w -> !w.dims().isEmpty() && w.dims().get(0) > 0)
        .flatMap(w -> size(output).map(o -> Math.multiplyExact(o, w.elements() / w.dims().get(0))));
  }

  /** Each input is multiplied with every weight of its channel. */
  private Optional<Long> transposedConvolution(Node node) {
    return extents
        .of(node.input(1))
        .filter(w -> !w.dims().isEmpty() && w.dims().get(0) > 0)
        .flatMap(
            w ->
                size(node.input(0))
                    .map(x -> Math.multiplyExact(x, w.elements() / w.dims().get(0))));
  }

  private Optional<Long> matrixProduct(String left, String output, boolean transposed) {
    return extents
        .of(left)
        .filter(a -> !a.dims().isEmpty())
        .flatMap(a -> size(output).map(o -> Math.multiplyExact(o, a.fromEnd(transposed ? 1 : 0))));
  }

  /** X is [steps, batch, in]; W [directions, gates, in]; R [directions, gates, hidden]. */
  private Optional<Long> recurrent(Node node) {
    Optional<Extent> x = extents.of(node.input(0));
    Optional<Long> w = size(node.input(1));
    Optional<Long> r = size(node.input(2));
    if (x.isEmpty() || x.get().dims().size() != 3 || w.isEmpty() || r.isEmpty()) {
      return Optional.empty();
    }
    long cells = x.get().dims().get(0) * x.get().dims().get(1);
    return Optional.of(Math.multiplyExact(cells, w.get() + r.get()));
  }

  /**
   * ONNX's own Attention takes Q, K and V. The contrib operator takes [batch, steps, hidden] and
   * weights [hidden, 3 x hidden], multiplies them, and then the same.
   */
  private Optional<Long> attention(Node node) {
    if (node.domain().isEmpty()) {
      return attentionOfThree(node);
    }
    Optional<Extent> x = extents.of(node.input(0));
    Optional<Extent> w = extents.of(node.input(1));
    if (x.isEmpty() || x.get().dims().size() != 3 || w.isEmpty()) {
      return Optional.empty();
    }
    long steps = x.get().dims().get(1);
    long projection = x.get().elements() * w.get().fromEnd(0);
    long hidden = w.get().fromEnd(0) / 3;
    return Optional.of(projection + 2 * x.get().dims().get(0) * steps * steps * hidden);
  }

  /** Scores take every query with every key, and as many products make the values' sum. */
  private Optional<Long> attentionOfThree(Node node) {
    Optional<Extent> q = extents.of(node.input(0));
    Optional<Extent> k = extents.of(node.input(1)).or(() -> q);
    if (q.isEmpty() || q.get().dims().size() < 3) {
      return Optional.empty();
    }
    int stepsAxis = q.get().dims().size() - 2;
    long keys = k.get().dims().size() < 3 ? 1 : k.get().fromEnd(1);
    long queries = q.get().dims().get(stepsAxis);
    return Optional.of(
        2 * Math.multiplyExact(q.get().elements() / Math.max(1, queries), queries * keys));
  }

  /** One product for each combination of indices; none if there is a single operand. */
  private Optional<Long> einsum(Node node) {
    String equation = node.text("equation", "").replace(" ", "");
    int arrow = equation.indexOf("->");
    String operands = arrow < 0 ? equation : equation.substring(0, arrow);
    List<String> terms = List.of(operands.split(",", -1));
    if (terms.size() < 2) {
      return Optional.of(0L);
    }
    Map<Character, Long> sizes = new HashMap<>();
    for (int i = 0; i < terms.size(); i++) {
      Optional<Extent> operand = extents.of(node.input(i));
      String term = terms.get(i);
      if (operand.isEmpty() || operand.get().dims().size() != term.length()) {
        return Optional.empty(); // also an ellipsis
      }
      for (int d = 0; d < term.length(); d++) {
        sizes.merge(term.charAt(d), operand.get().dims().get(d), Math::max);
      }
    }
    return Optional.of(sizes.values().stream().reduce(1L, Math::multiplyExact));
  }
}

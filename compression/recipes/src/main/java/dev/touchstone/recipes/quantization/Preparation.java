package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Constants;
import dev.touchstone.recipes.runtime.ValueTypes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a graph into the form that quantization starts from, without changing what it computes.
 */
final class Preparation {

  private static final Set<String> INTEGER =
      Set.of(
          "QuantizeLinear",
          "DynamicQuantizeLinear",
          "MatMulInteger",
          "ConvInteger",
          "QGemm",
          "QAttention",
          "MatMulIntegerToFloat",
          "DynamicQuantizeMatMul");

  private Preparation() {}

  /**
   * What came of bringing a graph into the form that static quantization starts from.
   *
   * @param restored weights that were stored in 8 bits
   * @param types of the tensors; those that are left kept theirs
   */
  record Prepared(int restored, ValueTypes types) {}

  /**
   * Edits the graph of a folded model and sorts it.
   *
   * @throws UnusableModelException if the model is quantized already
   */
  static Prepared floatForm(OnnxModel model, Graph graph) {
    requireFloatActivations(graph);
    int restored = restoreStoredWeights(model, graph);
    ValueTypes types = ValueTypes.of(model.with(graph));
    joinMatMulAndAdd(graph, types);
    normalizeGemm(graph);
    graph.sort();
    return new Prepared(restored, types);
  }

  /**
   * Rejects a model whose activations are quantized already.
   *
   * @throws UnusableModelException if there is a QuantizeLinear, DynamicQuantizeLinear or integer
   *     operator
   */
  static void requireFloatActivations(Graph graph) {
    for (Node node : graph.nodes()) {
      boolean integer = INTEGER.contains(node.type()) || node.type().startsWith("QLinear");
      if (integer) {
        throw new UnusableModelException(
            "the model is quantized already (%s); start from its float original"
                .formatted(node.label()));
      }
    }
  }

  /**
   * Weights and biases that are stored in 8 bits behind a DequantizeLinear become floats, so that
   * they can be quantized with scales of their own; those of nodes that nobody takes stay as they
   * are.
   */
  static int restoreStoredWeights(OnnxModel model, Graph graph) {
    int restored = 0;
    for (Node node : graph.nodes()) {
      for (int i = 1; ChannelLayout.has(node) && i < node.inputs().size(); i++) {
        restored += restore(model, graph, node, i) ? 1 : 0;
      }
    }
    return restored;
  }

  private static boolean restore(OnnxModel model, Graph graph, Node node, int input) {
    Node stored = graph.producers().get(node.input(input));
    if (stored == null
        || !stored.is("DequantizeLinear")
        || !stored.reads().stream().allMatch(name -> graph.initializer(name).isPresent())) {
      return false;
    }
    String name = stored.output(0);
    Map<String, Constant> values = Constants.evaluate(model, graph, List.of(stored), Set.of(name));
    String fresh = graph.freshName(name + ".w");
    graph.put(Objects.requireNonNull(values.get(name), name).renamed(fresh));
    node.setInput(input, fresh);
    return true;
  }

  /** Makes one Gemm of a MatMul of matrices and the Add of a constant behind it. */
  private static void joinMatMulAndAdd(Graph graph, ValueTypes types) {
    for (Node matMul : graph.nodes()) {
      List<Node> readers = graph.consumers().getOrDefault(matMul.output(0), List.of());
      boolean candidate =
          matMul.is("MatMul")
              && readers.size() == 1
              && readers.get(0).is("Add")
              && !graph.outputNames().contains(matMul.output(0))
              && types.isFloat(matMul.input(0))
              && types.of(matMul.input(0)).map(t -> t.shape().size()).orElse(0) == 2;
      Optional<Constant> weights =
          graph.initializer(matMul.input(1)).filter(w -> w.shape().length == 2);
      if (candidate && weights.isPresent()) {
        joinWith(graph, matMul, readers.get(0), weights.get().shape()[1]);
      }
    }
  }

  private static void joinWith(Graph graph, Node matMul, Node add, long channels) {
    int at = add.input(0).equals(matMul.output(0)) ? 1 : 0;
    Optional<Constant> bias = graph.initializer(add.input(at));
    if (bias.isPresent() && isBias(bias.get(), channels)) {
      matMul.setType("Gemm").setInput(2, bias.get().name());
      matMul.setOutput(0, add.output(0));
      graph.remove(List.of(add));
    }
  }

  private static boolean isBias(Constant bias, long channels) {
    long[] shape = bias.shape();
    boolean row = shape.length == 1 || (shape.length == 2 && shape[0] == 1);
    return bias.type() == OnnxType.FLOAT && row && bias.size() == channels;
  }

  /** Puts alpha and beta of every Gemm into its constants, and makes its bias a plain row. */
  static void normalizeGemm(Graph graph) {
    for (Node gemm : graph.nodes()) {
      if (gemm.is("Gemm")) {
        Optional<Constant> weights = graph.initializer(gemm.input(1));
        weights.ifPresent(w -> normalize(graph, gemm, w));
      }
    }
  }

  private static void normalize(Graph graph, Node gemm, Constant weights) {
    long channels = weights.shape()[gemm.integer("transB", 0) == 0 ? 1 : 0];
    if (!gemm.input(2).isEmpty()) {
      Optional<Constant> bias = graph.initializer(gemm.input(2)).filter(b -> fits(b, channels));
      if (bias.isEmpty()) {
        return; // a whole matrix, or a bias that changes: such a Gemm stays in floats
      }
      float[] row = row(bias.get(), channels, gemm.real("beta", 1));
      String name = graph.freshName(bias.get().name() + ".b");
      graph.put(Constant.floats(name, new long[] {channels}, row));
      gemm.setInput(2, name).without("beta");
    }
    float alpha = gemm.real("alpha", 1);
    if (alpha != 1) {
      float[] scaled = weights.toFloats();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= alpha;
      }
      String name = graph.freshName(weights.name() + ".a");
      graph.put(weights.renamed(name).withFloats(scaled));
      gemm.setInput(1, name).without("alpha");
    }
  }

  private static boolean fits(Constant bias, long channels) {
    long[] shape = bias.shape();
    boolean row = shape.length <= 1 || (shape.length == 2 && shape[0] == 1);
    return row && (bias.size() == channels || bias.size() == 1);
  }

  private static float[] row(Constant bias, long channels, float beta) {
    float[] given = bias.toFloats();
    float[] row = new float[Math.toIntExact(channels)];
    for (int c = 0; c < row.length; c++) {
      row[c] = beta * given[given.length == 1 ? 0 : c];
    }
    return row;
  }
}

package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.GraphValue;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.pruning.Coupling.Mark;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What each operator says about indices that belong together. An operator that is not known here
 * keeps everything that it touches as it is.
 */
final class CouplingRules {

  private static final Set<String> UNARY =
      Set.of(
          "Abs",
          "Cast",
          "Ceil",
          "Celu",
          "Clip",
          "Cos",
          "Elu",
          "Erf",
          "Exp",
          "Floor",
          "Gelu",
          "HardSigmoid",
          "HardSwish",
          "Identity",
          "IsNaN",
          "LeakyRelu",
          "Log",
          "Mish",
          "Neg",
          "Not",
          "Reciprocal",
          "Relu",
          "Round",
          "Selu",
          "Sigmoid",
          "Sign",
          "Sin",
          "Softplus",
          "Softsign",
          "Sqrt",
          "Swish",
          "Tanh",
          "ThresholdedRelu");

  private static final Set<String> BROADCAST =
      Set.of(
          "Add",
          "And",
          "Div",
          "Equal",
          "Greater",
          "GreaterOrEqual",
          "Less",
          "LessOrEqual",
          "Max",
          "Mean",
          "Min",
          "Mod",
          "Mul",
          "Or",
          "Pow",
          "PRelu",
          "Sub",
          "Sum",
          "Where",
          "Xor");

  private static final Set<String> POOLS =
      Set.of("MaxPool", "AveragePool", "LpPool", "GlobalAveragePool", "GlobalMaxPool");

  private static final Set<String> REDUCTIONS =
      Set.of(
          "ReduceL1",
          "ReduceL2",
          "ReduceLogSum",
          "ReduceLogSumExp",
          "ReduceMax",
          "ReduceMean",
          "ReduceMin",
          "ReduceProd",
          "ReduceSum",
          "ReduceSumSquare");

  /** Give sizes or constants: what they read may change size, and nothing else follows. */
  private static final Set<String> NO_RULE_NEEDED = Set.of("Shape", "Size", "Constant");

  private final Graph graph;
  private final long opset;
  private final Set<String> read;
  private final Coupling coupling;
  private final ProductRules products;
  private final LayoutRules layouts;

  private CouplingRules(OnnxModel model, Coupling coupling) {
    graph = model.graph();
    opset = model.opset();
    read = new HashSet<>(graph.consumers().keySet());
    read.addAll(graph.outputNames());
    this.coupling = coupling;
    products = new ProductRules(graph, coupling);
    layouts = new LayoutRules(graph, coupling, opset);
  }

  /**
   * What belongs together in a model.
   *
   * @param sides every layer with constant weights, in the order of the nodes
   */
  record Result(Coupling coupling, List<LayerSide> sides) {}

  static Result of(OnnxModel model) {
    Coupling coupling = new Coupling(Shapes.of(model));
    CouplingRules rules = new CouplingRules(model, coupling);
    rules.apply();
    return new Result(coupling, List.copyOf(rules.products.sides()));
  }

  private void apply() {
    for (GraphValue input : graph.inputs()) {
      coupling.pin(input.name(), "the model takes " + input.name());
    }
    for (String output : graph.outputNames()) {
      coupling.pin(output, "the model gives " + output);
    }
    for (String name : graph.initializerNames()) {
      OnnxType type = graph.initializer(name).orElseThrow().type();
      if (type.bits() % 8 != 0 || type == OnnxType.STRING) {
        coupling.pin(name, name + " holds " + type);
      }
    }
    for (Node node : graph.nodes()) {
      if (!knows(node)) {
        keep(node);
      } else {
        apply(node);
      }
    }
    layouts.resolveFactors();
  }

  /** Whether the ranks of everything that it reads and gives are known. */
  private boolean knows(Node node) {
    boolean ranks =
        node.reads().stream().allMatch(t -> coupling.rank(t).isPresent())
            && node.outputs().stream()
                .filter(t -> !t.isEmpty())
                .allMatch(t -> coupling.rank(t).isPresent());
    return node.domain().isEmpty() && node.subgraphs().isEmpty() && ranks;
  }

  private void keep(Node node) {
    String reason = node.type() + ", for which there is no rule, touches it";
    node.reads().forEach(t -> coupling.pin(t, reason));
    node.outputs().stream().filter(t -> !t.isEmpty()).forEach(t -> coupling.pin(t, reason));
  }

  private void apply(Node node) {
    String type = node.type();
    boolean done;
    if (UNARY.contains(type) || (type.equals("Dropout") && unread(node, 1))) {
      done = everyAxis(node.input(0), node.output(0));
    } else if (BROADCAST.contains(type)) {
      done = broadcast(node.inputs(), node.output(0));
    } else if (POOLS.contains(type) && unread(node, 1)) {
      done = pool(node);
    } else if (REDUCTIONS.contains(type)) {
      done = layouts.reduce(node);
    } else {
      done =
          switch (type) {
            case "BatchNormalization", "InstanceNormalization" -> channelNorm(node);
            case "LayerNormalization" -> layerNorm(node);
            case "Softmax", "LogSoftmax" -> softmax(node);
            case "Conv" -> products.conv(node);
            case "ConvTranspose" -> products.convTranspose(node);
            case "MatMul" -> products.matMul(node);
            case "Gemm" -> products.gemm(node);
            case "Gather" -> products.gather(node);
            case "QuantizeLinear", "DequantizeLinear" -> scales(node);
            default -> NO_RULE_NEEDED.contains(type) || layouts.apply(node);
          };
    }
    if (!done) {
      keep(node);
    }
  }

  private boolean unread(Node node, int output) {
    return !read.contains(node.output(output));
  }

  private boolean everyAxis(String from, String to) {
    int rank = coupling.rank(from).orElse(-1);
    if (coupling.rank(to).orElse(-2) != rank) {
      return false;
    }
    for (int d = 0; d < rank; d++) {
      coupling.join(new TensorAxis(from, d), new TensorAxis(to, d));
    }
    return true;
  }

  private boolean broadcast(List<String> inputs, String output) {
    List<String> given = inputs.stream().filter(i -> !i.isEmpty()).toList();
    return given.stream().allMatch(i -> broadcast(coupling, i, output));
  }

  /** Joins dimensions from the innermost on; one of size 1 is repeated and stays. */
  static boolean broadcast(Coupling coupling, String input, String output) {
    int rank = coupling.rank(output).orElse(0);
    int own = coupling.rank(input).orElse(Integer.MAX_VALUE);
    if (own > rank) {
      return false;
    }
    for (int d = 0; d < own; d++) {
      TensorAxis in = new TensorAxis(input, d);
      TensorAxis out = new TensorAxis(output, d + rank - own);
      if (!coupling.isOne(in)) {
        coupling.join(in, out);
      }
    }
    return true;
  }

  private boolean pool(Node node) {
    int rank = coupling.rank(node.input(0)).orElse(0);
    String reason = node.type() + " " + node.label() + " runs along it";
    for (int d = 0; d < rank; d++) {
      TensorAxis in = new TensorAxis(node.input(0), d);
      TensorAxis out = new TensorAxis(node.output(0), d);
      if (d < 2) {
        coupling.join(in, out);
      } else {
        coupling.pin(in, reason);
        coupling.pin(out, reason);
      }
    }
    return true;
  }

  /** Parameters of one number a channel; a channel of zeros changes no other. */
  private boolean channelNorm(Node node) {
    if (!unread(node, 1) || !everyAxis(node.input(0), node.output(0))) {
      return false;
    }
    TensorAxis channels = new TensorAxis(node.input(0), 1);
    for (String parameter : node.inputs().subList(1, node.inputs().size())) {
      coupling.join(channels, new TensorAxis(parameter, 0));
    }
    return true;
  }

  /** One scale and zero point for all, or one for each index along an axis; blocks have no rule. */
  private boolean scales(Node node) {
    int rank = coupling.rank(node.input(0)).orElse(0);
    int axis = (int) node.integer("axis", 1);
    TensorAxis channels = new TensorAxis(node.input(0), axis < 0 ? axis + rank : axis);
    if (node.integer("block_size", 0) != 0 || !everyAxis(node.input(0), node.output(0))) {
      return false;
    }
    for (String parameter : node.inputs().subList(1, node.inputs().size())) {
      TensorAxis scales = new TensorAxis(parameter, 0);
      if (coupling.rank(parameter).orElse(0) == 1 && !coupling.isOne(scales)) {
        coupling.join(scales, channels);
      }
    }
    return true;
  }

  private boolean layerNorm(Node node) {
    if (!unread(node, 1) || !unread(node, 2) || !everyAxis(node.input(0), node.output(0))) {
      return false;
    }
    int rank = coupling.rank(node.input(0)).orElse(0);
    int from = (int) node.integer("axis", -1);
    for (int d = from < 0 ? from + rank : from; d < rank; d++) {
      coupling.mark(
          Mark.AVERAGED,
          new TensorAxis(node.input(0), d),
          "LayerNormalization " + node.label() + " averages over it");
    }
    List<String> parameters = new ArrayList<>(node.inputs().subList(1, node.inputs().size()));
    return broadcast(parameters, node.input(0));
  }

  private boolean softmax(Node node) {
    OptionalInt rank = coupling.rank(node.input(0));
    if (rank.isEmpty() || !everyAxis(node.input(0), node.output(0))) {
      return false;
    }
    boolean flattens = opset < 13; // all dimensions from the axis on were one then
    int axis = (int) node.integer("axis", flattens ? 1 : -1);
    int first = axis < 0 ? axis + rank.getAsInt() : axis;
    for (int d = first; d < (flattens ? rank.getAsInt() : first + 1); d++) {
      coupling.pin(
          new TensorAxis(node.input(0), d),
          node.type() + " " + node.label() + " gives shares of it");
    }
    return true;
  }
}

package dev.touchstone.training;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * An ONNX graph that libtorch executes, so that a loss can be followed back to its weights.
 *
 * <p>Learned are the floating-point initializers that a Conv, Gemm, MatMul or BatchNormalization
 * reads as weight or bias, and those of rank 1 and more that an Add or Mul reads. A training pass
 * also moves the running statistics of each BatchNormalization. Close it; not thread-safe.
 */
public final class Network implements AutoCloseable {

  private final OnnxModel model;
  private final Graph graph;
  private final Map<String, Tensor> initializers = new LinkedHashMap<>();
  private final Set<String> learned = new LinkedHashSet<>();

  /**
   * Takes the weights out of a model.
   *
   * @throws UnsupportedOperatorException naming the first node that cannot be executed
   * @throws IllegalStateException if libtorch is missing on this machine
   */
  public Network(OnnxModel model) {
    this(model, ScalarType.Float);
  }

  /** Computes in another precision; finite differences need 64 bits. */
  Network(OnnxModel model, ScalarType precision) {
    this.model = model;
    this.graph = model.graph();
    graph.sort();
    graph.nodes().stream().filter(n -> !n.is("Constant")).forEach(this::findLearned);
    for (String name : graph.initializerNames()) {
      graph.initializer(name).ifPresent(c -> load(c, precision));
    }
    for (Node node : graph.nodes()) {
      if (node.is("Constant")) {
        graph.constant(node.output(0)).ifPresent(c -> load(c, precision));
      }
    }
  }

  private void findLearned(Node node) {
    Operator operator = operator(node);
    for (int input : operator.learned()) {
      boolean scalarOperand = node.is("Add") || node.is("Mul");
      graph
          .initializer(node.input(input))
          .filter(c -> c.type().isReal() && !(scalarOperand && c.shape().length == 0))
          .ifPresent(c -> learned.add(c.name()));
    }
  }

  private static Operator operator(Node node) {
    return Operators.of(node)
        .orElseThrow(
            () ->
                new UnsupportedOperatorException(
                    node.label(),
                    node.domain().isEmpty() ? node.type() : node.domain() + "." + node.type(),
                    "cannot be executed differentiably"));
  }

  /** Whole numbers are shapes and axes: the operators read them from the graph. */
  private void load(Constant constant, ScalarType precision) {
    if (constant.type() != OnnxType.FLOAT) {
      return;
    }
    try (Tensor plain = Torch.tensor(constant.toFloats(), constant.shape())) {
      Tensor value =
          plain.to(precision, false, true, new org.bytedeco.pytorch.MemoryFormatOptional());
      value.set_requires_grad(learned.contains(constant.name()));
      initializers.put(constant.name(), value);
    }
  }

  /** Names of the learned initializers, in the order of their first use. */
  public List<String> learned() {
    return List.copyOf(learned);
  }

  /** The learned tensors for an optimizer, in the order of {@link #learned}. */
  TensorVector parameters() {
    TensorVector parameters = new TensorVector();
    learned.forEach(name -> parameters.push_back(initializer(name)));
    return parameters;
  }

  /** The tensor that stands for an initializer. */
  Tensor initializer(String name) {
    Tensor tensor = initializers.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the graph has no floating-point initializer " + name);
    }
    return tensor;
  }

  /**
   * Runs the graph.
   *
   * @param inputs by name
   * @return the graph's outputs by name, in the graph's order
   */
  Map<String, Tensor> forward(Map<String, Tensor> inputs, Mode mode) {
    Map<String, Tensor> values = new HashMap<>(initializers);
    values.putAll(inputs);
    for (Node node : graph.nodes()) {
      if (!node.is("Constant")) {
        Operands operands = new Operands(node, values, graph, mode);
        values.put(node.output(0), operator(node).function().apply(operands));
      }
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (String name : graph.outputNames()) {
      Tensor value = values.get(name);
      if (value == null) {
        throw new IllegalStateException("no node of the graph makes its output " + name);
      }
      outputs.put(name, value);
    }
    return outputs;
  }

  /** Runs a graph of one input and one output. */
  Tensor forward(Tensor input, Mode mode) {
    Map<String, Tensor> outputs = forward(Map.of(graph.inputs().get(0).name(), input), mode);
    return outputs.values().iterator().next();
  }

  /** The model with the weights and running statistics as they are now; all else as it was. */
  public OnnxModel trained() {
    Graph changed = model.graph();
    for (String name : changed.initializerNames()) {
      Constant before = changed.initializer(name).orElseThrow();
      Tensor now = initializers.get(name);
      if (now != null) {
        changed.put(before.withFloats(Torch.floats(now)));
      }
    }
    return model.with(changed);
  }

  @Override
  public void close() {
    initializers.values().forEach(Pointer::close);
  }
}

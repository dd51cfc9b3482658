package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a graph and the graphs inside its nodes hold together. */
final class SoundGraph {

  /** What a node may make from a constant shape alone. */
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE;

  private static final int LARGEST_SHAPE = 64;

  private final String where;

  /** Names that can be read, from the outermost graph to the one that is looked at. */
  private final Deque<Set<String>> scopes = new ArrayDeque<>();

  private final Map<String, TensorProto> shapes = new HashMap<>();

  /**
   * A check.
   *
   * @param where put before each message
   */
  SoundGraph(String where) {
    this.where = where;
  }

  void require(GraphProto graph) {
    graph(graph);
  }

  void require(FunctionProto function) {
    Set<String> names = new HashSet<>();
    scopes.push(names);
    function.getInputList().forEach(input -> define(names, input, "input"));
    nodes(function.getNodeList(), names);
    function.getOutputList().forEach(this::requireMade);
    scopes.pop();
  }

  /** Gives the names that it reads from the graphs around. */
  private Set<String> graph(GraphProto graph) {
    Set<String> names = new HashSet<>();
    scopes.push(names);
    graph.getInputList().forEach(input -> define(names, input.getName(), "input"));
    initializers(graph, names);
    Set<String> read = nodes(graph.getNodeList(), names);
    for (ValueInfoProto output : graph.getOutputList()) {
      requireMade(output.getName());
      read.add(output.getName());
    }
    graph.getInputList().forEach(this::requireShape);
    graph.getOutputList().forEach(this::requireShape);
    graph.getValueInfoList().forEach(this::requireShape);
    scopes.pop();
    read.removeIf(names::contains);
    return read;
  }

  private void initializers(GraphProto graph, Set<String> names) {
    Set<String> initializers = new HashSet<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      define(initializers, tensor.getName(), "initializer");
      tensor(tensor);
      remember(tensor.getName(), tensor);
    }
    for (SparseTensorProto sparse : graph.getSparseInitializerList()) {
      define(initializers, sparse.getValues().getName(), "initializer");
      sparse(sparse);
    }
    names.addAll(initializers); // old files list every initializer as an input too
  }

  private Set<String> nodes(List<NodeProto> nodes, Set<String> names) {
    for (NodeProto node : nodes) {
      if (node.getOpType().isBlank()) {
        throw problem("a node that makes " + node.getOutputList() + " has no operator");
      }
      for (String output : node.getOutputList()) {
        if (!output.isEmpty()) {
          define(names, output, "output of " + label(node));
        }
      }
    }
    Set<String> read = new HashSet<>();
    List<Collection<String>> made = new ArrayList<>(nodes.size());
    List<Collection<String>> needed = new ArrayList<>(nodes.size());
    for (NodeProto node : nodes) {
      Set<String> reads = node(node);
      made.add(node.getOutputList());
      needed.add(reads);
      read.addAll(reads);
    }
    try {
      TopologicalOrder.of(made, needed, i -> label(nodes.get(i)));
    } catch (UnusableModelException e) {
      throw problem(String.valueOf(e.getMessage()));
    }
    return read;
  }

  /** Gives all that the node and its graphs read. */
  private Set<String> node(NodeProto node) {
    Set<String> reads = new LinkedHashSet<>(node.getInputList());
    reads.remove("");
    for (String input : reads) {
      if (!isVisible(input)) {
        throw problem("%s reads \"%s\", which nothing makes".formatted(label(node), input));
      }
    }
    Set<String> attributes = new HashSet<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      if (!attributes.add(attribute.getName())) {
        throw problem(
            "%s has the attribute \"%s\" twice".formatted(label(node), attribute.getName()));
      }
      reads.addAll(attribute(node, attribute));
    }
    requireReasonableSize(node);
    return reads;
  }

  private Set<String> attribute(NodeProto node, AttributeProto attribute) {
    boolean empty =
        (attribute.getType() == AttributeType.TENSOR && !attribute.hasT())
            || (attribute.getType() == AttributeType.GRAPH && !attribute.hasG());
    if (empty && attribute.getRefAttrName().isEmpty()) {
      throw problem(
          "%s has the attribute \"%s\" without a value"
              .formatted(label(node), attribute.getName()));
    }
    if (attribute.hasT()) {
      tensor(attribute.getT());
      if (node.getOpType().equals("Constant") && node.getOutputCount() > 0) {
        remember(node.getOutput(0), attribute.getT());
      }
    }
    attribute.getTensorsList().forEach(this::tensor);
    if (attribute.hasSparseTensor()) {
      sparse(attribute.getSparseTensor());
    }
    attribute.getSparseTensorsList().forEach(this::sparse);
    Set<String> captured = new HashSet<>();
    if (attribute.hasG()) {
      captured.addAll(graph(attribute.getG()));
    }
    attribute.getGraphsList().forEach(graph -> captured.addAll(graph(graph)));
    return captured;
  }

  private void tensor(TensorProto tensor) {
    try {
      Soundness.requireBytes(tensor);
    } catch (UnusableModelException e) {
      throw problem(String.valueOf(e.getMessage()));
    }
  }

  private void sparse(SparseTensorProto sparse) {
    tensor(sparse.getValues());
    tensor(sparse.getIndices());
    TensorProto.Builder dense = TensorProto.newBuilder().setName(sparse.getValues().getName());
    long elements = Soundness.elements(dense.addAllDims(sparse.getDimsList()).build());
    if (elements > MOST_ELEMENTS || Soundness.elements(sparse.getValues()) > elements) {
      throw problem("sparse tensor \"%s\" has %d elements".formatted(dense.getName(), elements));
    }
  }

  private void define(Set<String> names, String name, String what) {
    if (name.isEmpty()) {
      throw problem("an " + what + " has no name");
    }
    if (!names.add(name)) {
      throw problem("\"%s\" is made twice; its second maker is an %s".formatted(name, what));
    }
  }

  private void requireMade(String output) {
    if (!isVisible(output)) {
      throw problem("the output \"%s\" is made by nothing".formatted(output));
    }
  }

  private boolean isVisible(String name) {
    return scopes.stream().anyMatch(scope -> scope.contains(name));
  }

  /** Some exporters write -1 for a size that is known at run time. */
  private void requireShape(ValueInfoProto value) {
    for (TensorShapeProto.Dimension d : value.getType().getTensorType().getShape().getDimList()) {
      if (d.getDimValue() < -1) {
        throw problem("\"%s\" has a dimension of %d".formatted(value.getName(), d.getDimValue()));
      }
    }
  }

  private void remember(String name, TensorProto tensor) {
    if (tensor.getDataType() == OnnxType.INT64.code()
        && tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL
        && Soundness.elements(tensor) <= LARGEST_SHAPE) {
      shapes.put(name, tensor);
    }
  }

  /** A handful of bytes can ask for terabytes: ConstantOfShape of [2^40]. */
  private void requireReasonableSize(NodeProto node) {
    int input =
        switch (node.getOpType()) {
          case "ConstantOfShape" -> 0;
          case "Expand", "Tile" -> 1;
          default -> -1;
        };
    if (input < 0 || !node.getDomain().isEmpty() || node.getInputCount() <= input) {
      return;
    }
    TensorProto shape = shapes.get(node.getInput(input));
    if (shape == null) {
      return;
    }
    double elements = 1;
    for (long d : Constant.of(shape).toLongs()) {
      elements *= d;
    }
    if (elements > MOST_ELEMENTS) {
      throw problem(
          "%s makes a tensor of %.0f elements; at most %d are read"
              .formatted(label(node), elements, MOST_ELEMENTS));
    }
  }

  private static String label(NodeProto node) {
    if (!node.getName().isBlank()) {
      return node.getName();
    }
    return node.getOpType() + (node.getOutputCount() > 0 ? " -> " + node.getOutput(0) : "");
  }

  private UnusableModelException problem(String what) {
    return new UnusableModelException(where + what);
  }
}

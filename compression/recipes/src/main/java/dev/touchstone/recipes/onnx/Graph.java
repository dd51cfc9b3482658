package dev.touchstone.recipes.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph that may be edited: nodes, initializers, inputs and outputs. Everything of the file that
 * it does not know is carried along. Not thread-safe.
 *
 * <pre>{@code
 * Graph graph = model.graph();
 * graph.put(graph.initializer("conv1.weight").orElseThrow().withFloats(trained));
 * OnnxModel changed = model.with(graph);
 * }</pre>
 */
public final class Graph {

  private final GraphProto rest;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Constant> initializers = new LinkedHashMap<>();
  private final List<ValueInfoProto> inputs;
  private final List<ValueInfoProto> outputs;
  private final Set<String> producedAtFirst;
  private int fresh;

  Graph(GraphProto proto) {
    rest = proto.toBuilder().clearNode().clearInitializer().clearInput().clearOutput().build();
    proto.getNodeList().forEach(n -> nodes.add(new Node(n)));
    for (TensorProto t : proto.getInitializerList()) {
      initializers.put(t.getName(), Constant.of(t));
    }
    inputs = new ArrayList<>(proto.getInputList());
    outputs = new ArrayList<>(proto.getOutputList());
    producedAtFirst = Set.copyOf(producers().keySet());
  }

  /** A graph without nodes. */
  public static Graph empty(String name, List<GraphValue> inputs, List<GraphValue> outputs) {
    GraphProto.Builder proto = GraphProto.newBuilder().setName(name);
    inputs.forEach(v -> proto.addInput(v.toProto()));
    outputs.forEach(v -> proto.addOutput(v.toProto()));
    return new Graph(proto.build());
  }

  /** The nodes in the order of the file and of the edits; {@link #sort} orders them. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** Adds a node at the end. */
  public Node add(Node node) {
    nodes.add(node);
    return node;
  }

  /** Takes nodes out; their inputs and outputs stay as they are. */
  public void remove(Collection<Node> gone) {
    Set<Node> set = new HashSet<>(gone);
    nodes.removeIf(set::contains);
  }

  /** The initializers by name, in the order of the file. */
  public Map<String, Constant> initializers() {
    return Map.copyOf(initializers);
  }

  /** Names of the initializers in the order of the file. */
  public List<String> initializerNames() {
    return List.copyOf(initializers.keySet());
  }

  /** An initializer, if the graph has it. */
  public Optional<Constant> initializer(String name) {
    return Optional.ofNullable(initializers.get(name));
  }

  /** Adds an initializer, or puts it in the place of the one of its name. */
  public Constant put(Constant constant) {
    initializers.put(constant.name(), constant);
    return constant;
  }

  /** Takes an initializer out, and the graph input of its name. */
  public void removeInitializer(String name) {
    initializers.remove(name);
    inputs.removeIf(v -> v.getName().equals(name));
  }

  /**
   * The value of a tensor that never changes: an initializer or the output of a {@code Constant}
   * node that holds a tensor or a number.
   */
  public Optional<Constant> constant(String name) {
    Constant initializer = initializers.get(name);
    if (initializer != null) {
      return Optional.of(initializer);
    }
    return nodes.stream()
        .filter(n -> n.is("Constant") && n.output(0).equals(name))
        .findFirst()
        .flatMap(Constants::valueOf);
  }

  /** What the graph is given at each run: its inputs without those that an initializer fills. */
  public List<GraphValue> inputs() {
    return inputs.stream()
        .filter(v -> !initializers.containsKey(v.getName()))
        .map(GraphValue::of)
        .toList();
  }

  /** What the graph gives back. */
  public List<GraphValue> outputs() {
    return outputs.stream().map(GraphValue::of).toList();
  }

  /** Names of what the graph gives back, whatever its type. */
  public Set<String> outputNames() {
    Set<String> names = new LinkedHashSet<>();
    outputs.forEach(v -> names.add(v.getName()));
    return names;
  }

  /** Adds an output of which only the name is told; ONNX Runtime works out the type. */
  public void addOutput(String name) {
    outputs.add(ValueInfoProto.newBuilder().setName(name).build());
  }

  /** Gives inputs and outputs of one element type another; their shapes stay. */
  public void retype(OnnxType from, OnnxType to) {
    inputs.replaceAll(v -> initializers.containsKey(v.getName()) ? v : retyped(v, from, to));
    outputs.replaceAll(v -> retyped(v, from, to));
  }

  private static ValueInfoProto retyped(ValueInfoProto value, OnnxType from, OnnxType to) {
    if (value.getType().getTensorType().getElemType() != from.code()) {
      return value;
    }
    ValueInfoProto.Builder changed = value.toBuilder();
    changed.getTypeBuilder().getTensorTypeBuilder().setElemType(to.code());
    return changed.build();
  }

  /** Puts other values in the place of all outputs. */
  public void setOutputs(List<GraphValue> values) {
    outputs.clear();
    values.forEach(v -> outputs.add(v.toProto()));
  }

  /** Initializers that are inputs as well and so could be given another value at run time. */
  public List<String> initializersAmongInputs() {
    return inputs.stream().map(ValueInfoProto::getName).filter(initializers::containsKey).toList();
  }

  /** Makes every initializer a constant: takes it from the inputs (needs IR version 4). */
  public void fixInitializers() {
    inputs.removeIf(v -> initializers.containsKey(v.getName()));
  }

  /** The node that makes each tensor; graph inputs and initializers have none. */
  public Map<String, Node> producers() {
    Map<String, Node> producers = new HashMap<>();
    for (Node node : nodes) {
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          producers.put(output, node);
        }
      }
    }
    return producers;
  }

  /** The nodes that read each tensor, themselves or in a subgraph, in the order of the nodes. */
  public Map<String, List<Node>> consumers() {
    Map<String, List<Node>> consumers = new HashMap<>();
    for (Node node : nodes) {
      for (String input : node.reads()) {
        consumers.computeIfAbsent(input, k -> new ArrayList<>()).add(node);
      }
    }
    return consumers;
  }

  /** Lets every node read {@code to} where it read {@code from}. */
  public void redirect(String from, String to) {
    nodes.forEach(n -> n.redirect(from, to));
  }

  /** Lets every node read the value where it read the key, all at once. */
  public void redirect(Map<String, String> fromTo) {
    if (!fromTo.isEmpty()) {
      nodes.forEach(n -> n.redirect(fromTo));
    }
  }

  /**
   * Orders the nodes so that each comes after those that it needs (Kahn 1962); among nodes that
   * could come next the first in the present order does, so a sorted graph stays as it is.
   *
   * @throws UnusableModelException if nodes need each other in a circle
   */
  public void sort() {
    List<Node> sorted = TopologicalOrder.of(nodes);
    nodes.clear();
    nodes.addAll(sorted);
  }

  /** A tensor name that starts so and that neither the graph nor one within it uses yet. */
  public String freshName(String prefix) {
    Set<String> taken = names();
    String name = prefix;
    while (taken.contains(name)) {
      name = prefix + "_" + fresh++;
    }
    return name;
  }

  /** Every tensor name that the graph, or one within it, uses. */
  Set<String> names() {
    Set<String> names = new HashSet<>(initializers.keySet());
    inputs.forEach(v -> names.add(v.getName()));
    outputs.forEach(v -> names.add(v.getName()));
    rest.getSparseInitializerList().forEach(s -> names.add(s.getValues().getName()));
    nodes.forEach(node -> node.addNames(names));
    return names;
  }

  GraphProto toProto() {
    GraphProto.Builder proto = rest.toBuilder();
    nodes.forEach(n -> proto.addNode(n.toProto()));
    initializers.values().forEach(c -> proto.addInitializer(c.proto()));
    Set<String> gone = new HashSet<>(producedAtFirst);
    gone.removeAll(producers().keySet());
    for (int i = proto.getValueInfoCount() - 1; i >= 0; i--) {
      if (gone.contains(proto.getValueInfo(i).getName())) {
        proto.removeValueInfo(i); // tells of a tensor that an edit took out
      }
    }
    return proto.addAllInput(inputs).addAllOutput(outputs).build();
  }

  /** Forgets the types of tensors between nodes, which edits may have made wrong. */
  public Graph withoutValueInfo() {
    return new Graph(toProto().toBuilder().clearValueInfo().build());
  }
}

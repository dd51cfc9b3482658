package dev.touchstone.recipes.anatomy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Goes through a model, its subgraphs too, and adds up what it finds. */
final class Survey {

  private static final int DEEPEST = 32;

  private final OnnxModel model;
  private final Map<String, List<Long>> shapes;
  private final Reading reading;
  private final List<Operation> operations = new ArrayList<>();
  private final Map<OnnxType, Long> bytesByType = new TreeMap<>();
  private final List<String> assumed = new ArrayList<>();
  private Optional<String> refusal = Optional.empty();
  private final Set<TensorProto> held = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<TensorProto> owned = Collections.newSetFromMap(new IdentityHashMap<>());
  private long parameters;
  private int open;
  private int constantNodes;
  private boolean loops;

  Survey(OnnxModel model, Map<String, List<Long>> shapes, Reading reading) {
    this.model = model;
    this.reading = reading;
    this.shapes = shapes;
  }

  /** What a graph costs, its subgraphs included. */
  private record Cost(long macs, OptionalLong peak) {}

  Anatomy anatomy() {
    GraphProto graph = model.proto().getGraph();
    List<String> filled = graph.getInitializerList().stream().map(TensorProto::getName).toList();
    List<Port> inputs =
        graph.getInputList().stream()
            .filter(v -> !filled.contains(v.getName()))
            .map(Port::of)
            .toList();
    List<Port> outputs = graph.getOutputList().stream().map(Port::of).toList();
    Cost cost = survey(Subgraph.sized(model, shapes, assumed), "", 0);
    Weights weights =
        new Weights(
            parameters,
            bytesByType.values().stream().mapToLong(Long::longValue).sum(),
            bytesByType);
    return new Anatomy(
        Anatomy.Header.of(model),
        inputs,
        outputs,
        operations,
        constantNodes,
        weights,
        cost.macs(),
        cost.peak(),
        remarks());
  }

  private Cost survey(OnnxModel given, String path, int depth) {
    if (depth > DEEPEST) {
      throw new UnusableModelException("graphs lie in graphs more than " + DEEPEST + " deep");
    }
    Graph graph = given.graph();
    graph.sort();
    constantNodes += lift(graph);
    OnnxModel level = given.with(graph);
    Extents extents = Extents.of(level);
    if (path.isEmpty()) {
      refusal = extents.refusal();
    }
    hold(graph);
    Parameters trained = Parameters.of(graph, owned);
    parameters += trained.total();
    Precisions precisions = new Precisions(graph, extents, reading);
    MacRules rules = new MacRules(extents);
    long macs = 0;
    Map<Node, Long> inside = new HashMap<>();
    for (Node node : graph.nodes()) {
      OptionalLong own = rules.of(node);
      open += own.isEmpty() ? 1 : 0;
      String type = node.domain().isEmpty() ? node.type() : node.domain() + "." + node.type();
      operations.add(
          new Operation(
              path,
              node.label(),
              type,
              precisions.of(node),
              extents.of(node.output(0)),
              own,
              trained.of(node)));
      macs += own.orElse(0);
      Cost held = subgraphs(level, node, extents, path, depth);
      macs += held.macs();
      inside.put(node, held.peak().orElse(0));
    }
    return new Cost(macs, peak(graph, extents, inside));
  }

  private static OptionalLong peak(Graph graph, Extents extents, Map<Node, Long> inside) {
    try {
      return LiveMemory.peak(graph, extents, node -> inside.getOrDefault(node, 0L));
    } catch (UnusableModelException e) {
      return OptionalLong.empty(); // an input that is no tensor
    }
  }

  /** Of branches the dearest counts, of the body of a loop one pass. */
  private Cost subgraphs(OnnxModel level, Node node, Extents extents, String path, int depth) {
    boolean branches = node.is("If");
    loops |= !branches && !node.subgraphs().isEmpty();
    long macs = 0;
    long peak = 0;
    List<GraphProto> graphs = node.subgraphs();
    for (int i = 0; i < graphs.size(); i++) {
      String name =
          graphs.get(i).getName().isBlank() ? "graph " + (i + 1) : graphs.get(i).getName();
      OnnxModel inner = Subgraph.of(level, node, graphs.get(i), extents);
      Cost cost =
          survey(inner, (path.isEmpty() ? "" : path + "/") + node.label() + "/" + name, depth + 1);
      macs = branches ? Math.max(macs, cost.macs()) : macs + cost.macs();
      peak = Math.max(peak, cost.peak().orElse(0));
    }
    return new Cost(macs, OptionalLong.of(peak));
  }

  /** Adds up constants; one that a graph takes from the graph around is the same object there. */
  private void hold(Graph graph) {
    for (String name : graph.initializerNames()) {
      graph.initializer(name).filter(c -> held.add(c.proto())).ifPresent(this::hold);
    }
  }

  /** Makes initializers of Constant nodes, so that subgraphs see their values. */
  private static int lift(Graph graph) {
    Set<String> outputs = graph.outputNames();
    List<Node> lifted = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.is("Constant") && !outputs.contains(node.output(0))) {
        Optional<Constant> value = graph.constant(node.output(0));
        value.ifPresent(
            constant -> {
              graph.put(constant);
              lifted.add(node);
            });
      }
    }
    graph.remove(lifted);
    return lifted.size();
  }

  private void hold(Constant constant) {
    bytesByType.merge(constant.type(), constant.bytes(), Long::sum);
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    refusal.ifPresent(
        reason ->
            remarks.add(
                "ONNX Runtime refuses this model, so sizes are those that the file states: "
                    + reason.replace('\n', ' ')));
    if (!assumed.isEmpty()) {
      remarks.add("1 was put for " + String.join(", ", assumed) + ".");
    }
    if (open > 0) {
      remarks.add(
          open
              + (open == 1 ? " operation is" : " operations are")
              + " missing in the products: their sizes are not known"
              + (assumed.isEmpty() ? "." : "; state the input's with --shape NAME=1x64."));
    }
    if (loops) {
      remarks.add("Of a loop's body one pass is counted.");
    }
    if (operations.stream().anyMatch(o -> o.type().equals("If"))) {
      remarks.add("Of the branches of an If the dearest is counted.");
    }
    return remarks;
  }
}

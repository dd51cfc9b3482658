package dev.touchstone.recipes.runtime;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.data.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values of some tensors inside a model, sample by sample. Only the part of the graph that they
 * need is run. Close it. Not thread-safe.
 */
public final class Taps implements AutoCloseable {

  private final Set<String> tensors;
  private final Session session;

  /**
   * Loads what the tensors need.
   *
   * @param tensors inputs of the model or outputs of its nodes
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if ONNX Runtime refuses the part
   */
  public Taps(OnnxModel model, Set<String> tensors, Optimization optimization) {
    this.tensors = Set.copyOf(tensors);
    Graph graph = model.graph();
    Map<String, Node> producers = graph.producers();
    graph.setOutputs(List.of());
    tensors.stream().filter(producers::containsKey).sorted().forEach(graph::addOutput);
    if (graph.outputNames().isEmpty()) {
      // all of them are inputs; a session needs an output, and the first node is the cheapest
      graph.nodes().stream().limit(1).forEach(n -> graph.addOutput(n.output(0)));
    }
    prune(graph, producers);
    session = new Session(model.with(graph.withoutValueInfo()), optimization);
  }

  private static void prune(Graph graph, Map<String, Node> producers) {
    Deque<String> open = new ArrayDeque<>(graph.outputNames());
    Set<String> alive = new HashSet<>(open);
    Set<Node> reached = new HashSet<>();
    while (!open.isEmpty()) {
      Node node = producers.get(open.remove());
      if (node != null && reached.add(node)) {
        node.reads().stream().filter(alive::add).forEach(open::add);
      }
    }
    List<Node> dead = new ArrayList<>(graph.nodes());
    dead.removeIf(reached::contains);
    graph.remove(dead);
    graph.initializerNames().stream()
        .filter(name -> !alive.contains(name))
        .forEach(graph::removeInitializer);
  }

  /**
   * The values for one sample.
   *
   * @param inputs of the model by name, with the batch dimension
   * @return a tensor for each name that is tapped
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if the run fails
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, Tensor> values = new LinkedHashMap<>(session.run(inputs));
    inputs.forEach(values::put);
    values.keySet().retainAll(tensors);
    return values;
  }

  @Override
  public void close() {
    session.close();
  }
}

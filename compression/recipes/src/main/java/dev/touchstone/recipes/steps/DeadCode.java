package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes and initializers that no output depends on. */
public final class DeadCode {

  private DeadCode() {}

  /** Takes them out of a graph; what a living node's subgraph reads is alive. */
  public static void remove(Graph graph) {
    Map<String, Node> producers = graph.producers();
    Set<String> alive = new HashSet<>(graph.outputNames());
    Set<Node> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(alive);
    while (!open.isEmpty()) {
      Node node = producers.get(open.remove());
      if (node != null && reached.add(node)) {
        for (String input : node.reads()) {
          if (alive.add(input)) {
            open.add(input);
          }
        }
      }
    }
    List<Node> dead = new ArrayList<>(graph.nodes());
    dead.removeIf(reached::contains);
    graph.remove(dead);
    for (String name : graph.initializerNames()) {
      if (!alive.contains(name)) {
        graph.removeInitializer(name);
      }
    }
  }
}

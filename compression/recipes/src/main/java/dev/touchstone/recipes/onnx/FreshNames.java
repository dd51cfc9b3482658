package dev.touchstone.recipes.onnx;

import java.util.Set;

/**
 * Names for new tensors of a graph, when there are many: it looks at the graph once. Not
 * thread-safe.
 */
public final class FreshNames {

  private final Set<String> taken;
  private int next;

  /** Keeps every name that the graph, or one within it, uses now. */
  public FreshNames(Graph graph) {
    taken = graph.names();
  }

  /** A name that starts so and that neither the graph uses nor was given before. */
  public String of(String prefix) {
    String name = prefix;
    while (!taken.add(name)) {
      name = prefix + "_" + next++;
    }
    return name;
  }
}

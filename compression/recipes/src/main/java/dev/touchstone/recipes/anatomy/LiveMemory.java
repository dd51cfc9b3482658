package dev.touchstone.recipes.anatomy;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * How much memory activations need at once if the nodes run one after the other in the order of the
 * file: a tensor lives from the node that makes it to the last that reads it, inputs and outputs of
 * the graph throughout. What depends on constants alone is no activation. A runtime that reuses the
 * memory of an input for the output needs less; scratch memory of kernels comes on top.
 */
final class LiveMemory {

  private LiveMemory() {}

  /**
   * The peak in bytes.
   *
   * @param sorted a graph whose nodes are in an order in which they can run
   * @param inside bytes that a node's subgraphs need while it runs
   * @return empty if the size of a tensor is not known
   */
  static OptionalLong peak(Graph sorted, Extents extents, ToLongFunction<Node> inside) {
    Set<String> always = new HashSet<>(sorted.outputNames());
    sorted.inputs().forEach(v -> always.add(v.name()));
    Map<String, Integer> lastUse = new HashMap<>();
    List<Node> nodes = sorted.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (String tensor : nodes.get(i).reads()) {
        lastUse.put(tensor, i);
      }
    }
    Set<String> constant = new HashSet<>(sorted.initializerNames());
    long live = 0;
    for (var input : sorted.inputs()) {
      if (extents.of(input.name()).isEmpty()) {
        return OptionalLong.empty();
      }
      live += extents.of(input.name()).get().bytes();
    }
    long peak = live;
    Map<String, Long> held = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (constant.containsAll(node.reads())) {
        constant.addAll(node.outputs()); // made of weights alone: the runtime keeps it with them
        continue;
      }
      for (String tensor : node.outputs()) {
        if (tensor.isEmpty()) {
          continue;
        }
        if (extents.of(tensor).isEmpty()) {
          return OptionalLong.empty();
        }
        long bytes = extents.of(tensor).get().bytes();
        held.put(tensor, bytes);
        live += bytes;
      }
      peak = Math.max(peak, live + inside.applyAsLong(node));
      for (String tensor : Set.copyOf(held.keySet())) {
        if (!always.contains(tensor) && lastUse.getOrDefault(tensor, i) <= i) {
          live -= held.getOrDefault(tensor, 0L);
          held.remove(tensor);
        }
      }
    }
    return OptionalLong.of(peak);
  }
}

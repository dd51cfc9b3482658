package dev.touchstone.recipes.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Kahn's algorithm; ties go to the node that came first. */
final class TopologicalOrder {

  private static final int NAMED = 8;

  private final List<List<Integer>> followers = new ArrayList<>();
  private final int[] waitsFor;

  private TopologicalOrder(
      List<? extends Collection<String>> made, List<? extends Collection<String>> needed) {
    Map<String, Integer> producer = new HashMap<>();
    for (int i = 0; i < made.size(); i++) {
      for (String output : made.get(i)) {
        producer.put(output, i);
      }
      followers.add(new ArrayList<>(0));
    }
    producer.remove("");
    waitsFor = new int[made.size()];
    for (int i = 0; i < waitsFor.length; i++) {
      Set<Integer> sources = new HashSet<>();
      for (String input : needed.get(i)) {
        Integer from = producer.get(input);
        if (from != null && sources.add(from)) {
          followers.get(from).add(i);
          waitsFor[i]++;
        }
      }
    }
  }

  static List<Node> of(List<Node> nodes) {
    int[] order =
        of(
            nodes.stream().map(Node::outputs).toList(),
            nodes.stream().map(Node::reads).toList(),
            i -> nodes.get(i).label());
    return Arrays.stream(order).mapToObj(nodes::get).toList();
  }

  /**
   * Orders nodes.
   *
   * @param made names of the tensors that each node makes
   * @param needed names of the tensors that each node reads
   * @param label what to call a node
   * @return their indices
   * @throws UnusableModelException if they need each other in a circle
   */
  static int[] of(
      List<? extends Collection<String>> made,
      List<? extends Collection<String>> needed,
      IntFunction<String> label) {
    return new TopologicalOrder(made, needed).drain(label);
  }

  private int[] drain(IntFunction<String> label) {
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < waitsFor.length; i++) {
      if (waitsFor[i] == 0) {
        ready.add(i);
      }
    }
    int[] sorted = new int[waitsFor.length];
    int done = 0;
    while (!ready.isEmpty()) {
      int i = ready.remove();
      sorted[done++] = i;
      for (int follower : followers.get(i)) {
        if (--waitsFor[follower] == 0) {
          ready.add(follower);
        }
      }
    }
    if (done < sorted.length) {
      throw new UnusableModelException(
          "these nodes need each other in a circle: "
              + IntStream.range(0, waitsFor.length)
                  .filter(i -> waitsFor[i] > 0)
                  .limit(NAMED)
                  .mapToObj(label)
                  .collect(Collectors.joining(", ")));
    }
    return sorted;
  }
}

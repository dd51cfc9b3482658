package dev.touchstone.recipes.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/** Kahn's algorithm; ties go to the node that came first. */
final class TopologicalOrder {

  private TopologicalOrder() {}

  static List<Node> of(List<Node> nodes) {
    Map<String, Integer> producer = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        producer.put(output, i);
      }
    }
    producer.remove("");
    List<List<Integer>> next = new ArrayList<>();
    nodes.forEach(n -> next.add(new ArrayList<>()));
    int[] waitsFor = new int[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      Set<Integer> needed = new HashSet<>();
      for (String input : nodes.get(i).reads()) {
        Integer from = producer.get(input);
        if (from != null && needed.add(from)) {
          next.get(from).add(i);
          waitsFor[i]++;
        }
      }
    }
    return drain(nodes, next, waitsFor);
  }

  private static List<Node> drain(List<Node> nodes, List<List<Integer>> next, int[] waitsFor) {
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < waitsFor.length; i++) {
      if (waitsFor[i] == 0) {
        ready.add(i);
      }
    }
    List<Node> sorted = new ArrayList<>(nodes.size());
    while (!ready.isEmpty()) {
      int i = ready.remove();
      sorted.add(nodes.get(i));
      for (int follower : next.get(i)) {
        if (--waitsFor[follower] == 0) {
          ready.add(follower);
        }
      }
    }
    if (sorted.size() < nodes.size()) {
      throw new UnusableModelException(
          "these nodes need each other in a circle: "
              + nodes.stream()
                  .filter(n -> !sorted.contains(n))
                  .map(Node::label)
                  .limit(8)
                  .collect(Collectors.joining(", ")));
    }
    return sorted;
  }
}

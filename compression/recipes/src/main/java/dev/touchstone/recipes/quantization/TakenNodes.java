package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.NodeFilter.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The nodes of one graph that a filter takes, places included. */
public final class TakenNodes {

  private final NodeFilter filter;
  private final Map<Node, Place> places = new HashMap<>();

  /**
   * Numbers the Conv, ConvTranspose, Gemm and MatMul nodes whose weights are initializers.
   *
   * @param graph in the order in which it is computed
   */
  public TakenNodes(NodeFilter filter, Graph graph) {
    this.filter = filter;
    List<Node> multiplying = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (ChannelLayout.has(node) && graph.initializer(node.input(1)).isPresent()) {
        multiplying.add(node);
      }
    }
    for (int i = 0; i < multiplying.size(); i++) {
      places.put(multiplying.get(i), new Place(i, multiplying.size()));
    }
  }

  /** Whether the step may touch a node. */
  public boolean contains(Node node) {
    return Optional.ofNullable(places.get(node))
        .map(place -> filter.takes(node.name(), node.type(), place))
        .orElseGet(() -> filter.takes(node.name(), node.type()));
  }
}

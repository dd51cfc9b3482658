package dev.touchstone.recipes.search;

import dev.touchstone.recipes.onnx.ChannelLayout;
import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.quantization.TakenNodes;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Taps;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.data.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a search decides on as a whole: the nodes of one name. Nodes without a name are one layer,
 * as a recipe cannot tell them apart.
 *
 * @param name of the nodes; may be blank
 * @param type of the first of them, such as {@code Conv}
 * @param weights how many numbers they hold
 * @param macs multiplications with weights at a batch of one
 */
record SearchedLayer(String name, String type, long weights, long macs) {

  /** The layers of a float model that a quantization may take, in the order of its nodes. */
  static List<SearchedLayer> of(OnnxModel floats, NodeFilter nodes, Map<String, Tensor> sample) {
    Graph graph = floats.graph();
    Map<Node, Constant> taken = new LinkedHashMap<>();
    TakenNodes asked = new TakenNodes(nodes, graph);
    for (Node node : graph.nodes()) {
      boolean wanted = node.domain().isEmpty() && asked.contains(node);
      int input = ChannelLayout.has(node) ? 1 : 0;
      Optional<Constant> weights =
          graph
              .initializer(node.input(input))
              .filter(w -> w.type() == OnnxType.FLOAT && w.shape().length >= 2);
      if (wanted && weights.isPresent() && (input == 1 || node.is("Gather"))) {
        taken.put(node, weights.get());
      }
    }
    Map<String, Tensor> values = values(floats, taken.keySet(), sample);
    Map<String, SearchedLayer> layers = new LinkedHashMap<>();
    taken.forEach(
        (node, weights) ->
            layers.merge(node.name(), of(node, weights, values), SearchedLayer::with));
    return List.copyOf(layers.values());
  }

  private static Map<String, Tensor> values(
      OnnxModel floats, Set<Node> nodes, Map<String, Tensor> sample) {
    Set<String> tensors = new LinkedHashSet<>();
    for (Node node : nodes) {
      tensors.add(node.is("ConvTranspose") ? node.input(0) : node.output(0));
    }
    try (Taps taps = new Taps(floats, tensors, Optimization.ALL)) {
      return taps.run(sample);
    }
  }

  private static SearchedLayer of(Node node, Constant weights, Map<String, Tensor> values) {
    boolean transposed = node.is("ConvTranspose");
    Optional<Tensor> tensor =
        Optional.ofNullable(values.get(transposed ? node.input(0) : node.output(0)));
    long elements = tensor.map(t -> (long) t.elements().limit() / t.type().bytes()).orElse(0L);
    long channels =
        transposed
            ? weights.shape()[0]
            : ChannelLayout.of(node, weights).map(ChannelLayout::channels).orElse(1);
    long macs = node.is("Gather") ? 0 : elements * (weights.size() / Math.max(1, channels));
    return new SearchedLayer(node.name(), node.type(), weights.size(), macs);
  }

  private SearchedLayer with(SearchedLayer other) {
    return new SearchedLayer(name, type, weights + other.weights, macs + other.macs);
  }

  /** What a person calls it. */
  String label() {
    return name.isBlank() ? "nodes without a name" : name;
  }

  /** The pattern of a {@link NodeFilter} that these nodes match, and no others. */
  String pattern() {
    boolean readAsPattern =
        name.isBlank()
            || name.startsWith("type:")
            || name.matches("(first|last)(:.*)?")
            || (name.length() > 2 && name.startsWith("/") && name.endsWith("/"));
    return readAsPattern ? "/^" + (name.isEmpty() ? "" : Pattern.quote(name)) + "$/" : name;
  }

  /** The nodes that a filter takes without some layers. */
  static NodeFilter without(NodeFilter nodes, List<SearchedLayer> layers) {
    List<String> exclude = new ArrayList<>(nodes.exclude());
    layers.stream()
        .map(SearchedLayer::pattern)
        .filter(p -> !exclude.contains(p))
        .forEach(exclude::add);
    return new NodeFilter(nodes.include(), exclude);
  }
}

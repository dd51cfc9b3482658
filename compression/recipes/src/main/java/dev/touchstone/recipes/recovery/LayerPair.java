package dev.touchstone.recipes.recovery;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.runtime.ValueType;
import dev.touchstone.recipes.runtime.ValueTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Two layers of which the second alone reads what the first gives, with nothing between that a
 * positive factor on a channel does not pass through: Relu, LeakyRelu, pooling, a bias.
 *
 * @param first gives the channels
 * @param biases constants that are added to the first layer's channels
 * @param second reads them
 * @param spread how many inputs of the second layer each channel of the first became, more than 1
 *     behind a Flatten
 */
record LayerPair(Node first, List<Node> biases, Node second, int spread) {

  private static final Set<String> KEEPS_FACTORS =
      Set.of(
          "Relu",
          "LeakyRelu",
          "Identity",
          "MaxPool",
          "AveragePool",
          "GlobalAveragePool",
          "GlobalMaxPool");

  /** Copies the list. */
  LayerPair {
    biases = List.copyOf(biases);
  }

  /** Every pair of a folded graph, in the order of the first layers. */
  static List<LayerPair> all(Graph graph, ValueTypes types) {
    List<LayerPair> pairs = new ArrayList<>();
    for (FloatLayer layer : FloatLayer.all(graph)) {
      if (hasPlainBias(graph, layer)) {
        behind(graph, types, layer).ifPresent(pairs::add);
      }
    }
    return List.copyOf(pairs);
  }

  private static boolean hasPlainBias(Graph graph, FloatLayer layer) {
    String bias = layer.node().is("MatMul") ? "" : layer.node().input(2);
    boolean plain =
        bias.isEmpty()
            || graph.constant(bias).map(b -> Bias.isRow(b, layer.rows().rows())).orElse(false);
    return plain && layer.node().real("alpha", 1) == 1 && layer.node().real("beta", 1) == 1;
  }

  private static Optional<LayerPair> behind(Graph graph, ValueTypes types, FloatLayer first) {
    int channels = first.rows().rows();
    List<Node> biases = new ArrayList<>();
    if (!first.node().is("MatMul") && !first.node().input(2).isEmpty()) {
      biases.add(first.node());
    }
    long spread = 1;
    String tensor = first.node().output(0);
    while (true) {
      Optional<Node> reader = Bias.onlyReader(graph, tensor);
      if (reader.isEmpty()) {
        return Optional.empty();
      }
      Node node = reader.get();
      Optional<FloatLayer> second = FloatLayer.of(graph, node);
      if (second.isPresent() && node.input(0).equals(tensor)) {
        boolean fits =
            second.get().rows().inputs() == channels * spread && (spread == 1 || !node.is("Conv"));
        return fits
            ? Optional.of(new LayerPair(first.node(), biases, node, Math.toIntExact(spread)))
            : Optional.empty();
      }
      if (node.is("Add")
          && !first.node().is("Conv")
          && Bias.of(graph, node, channels).isPresent()) {
        biases.add(node);
      } else if (flattens(graph, node)) {
        OptionalLong places = places(types, tensor, channels);
        if (places.isEmpty() || spread != 1) {
          return Optional.empty();
        }
        spread = places.getAsLong();
      } else if (!passes(graph, node)) {
        return Optional.empty();
      }
      tensor = node.output(0);
    }
  }

  private static boolean passes(Graph graph, Node node) {
    boolean single = node.outputs().stream().filter(o -> !o.isEmpty()).count() == 1;
    if (node.is("Clip")) {
      boolean fromZero = bound(graph, node, 1) == 0;
      return fromZero && node.input(2).isEmpty() && node.attribute("max").isEmpty();
    }
    return single && node.domain().isEmpty() && KEEPS_FACTORS.contains(node.type());
  }

  private static double bound(Graph graph, Node clip, int input) {
    return clip.input(input).isEmpty()
        ? Double.NaN
        : graph.constant(clip.input(input)).map(c -> (double) c.toFloats()[0]).orElse(Double.NaN);
  }

  /** Whether a node makes one row a sample: Flatten, or a Reshape to two dimensions. */
  private static boolean flattens(Graph graph, Node node) {
    if (node.is("Flatten")) {
      return node.integer("axis", 1) == 1;
    }
    Optional<Constant> shape =
        node.is("Reshape") ? graph.constant(node.input(1)) : Optional.empty();
    return shape.isPresent() && shape.get().size() == 2 && shape.get().toLongs()[0] <= 1;
  }

  /** How many numbers lie behind each channel of {@code [batch, channels, ...]}. */
  private static OptionalLong places(ValueTypes types, String tensor, int channels) {
    List<OptionalLong> shape = types.of(tensor).map(ValueType::shape).orElse(List.of());
    if (shape.size() < 2 || shape.get(1).orElse(0) != channels) {
      return OptionalLong.empty();
    }
    long places = 1;
    for (OptionalLong d : shape.subList(2, shape.size())) {
      if (d.isEmpty()) {
        return OptionalLong.empty();
      }
      places *= d.getAsLong();
    }
    return OptionalLong.of(places);
  }
}

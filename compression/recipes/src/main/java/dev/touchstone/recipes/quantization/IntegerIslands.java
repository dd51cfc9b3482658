package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.runtime.ValueType;
import dev.touchstone.recipes.runtime.ValueTypes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Connected integer nodes, and whether they pay: at their edges activations are converted, which
 * costs time for each node and each element, and inside each multiplication costs less than in
 * floats.
 *
 * <p>The figures are rough times on an x86-64 with AVX-512 VNNI, one thread, ONNX Runtime 1.29 and
 * 1.30, on a busy machine; on other CPUs both sides of the balance move together. Sizes that the
 * graph does not tell are those of the first calibration sample. A batch in front of other sizes
 * counts as 1; an island of which a size stays unknown pays.
 */
final class IntegerIslands {

  /** One QuantizeLinear or DequantizeLinear more, however few elements it converts. */
  private static final double NODE_NANOS = 850;

  /** One element through QuantizeLinear or DequantizeLinear. */
  private static final double ELEMENT_NANOS = 0.15;

  /**
   * What one product of a Gemm or MatMul costs less on integers than in floats: from 16 to 512
   * columns and one row, 8 bits win from about 200 columns on.
   */
  private static final double PRODUCT_NANOS = 0.025;

  /**
   * The same for a Conv, whose float kernels use each weight many times: a residual network of 57
   * million products takes 0.7 ms in floats and 0.2 ms on 8 bits. A depthwise Conv gains nothing.
   */
  private static final double CONVOLVED_PRODUCT_NANOS = 0.009;

  private final Graph graph;
  private final ValueTypes types;
  private final Placement placement;
  private final Map<String, List<Node>> consumers;
  private final Map<String, Node> producers;
  private final Map<String, Long> seen;

  /**
   * Looks at a placement.
   *
   * @param seen elements of tensors on one sample, of those that the types do not tell
   */
  IntegerIslands(Graph graph, ValueTypes types, Placement placement, Map<String, Long> seen) {
    this.seen = Map.copyOf(seen);
    this.graph = graph;
    this.types = types;
    this.placement = placement;
    this.consumers = graph.consumers();
    this.producers = graph.producers();
  }

  /** The nodes of each island, in the order of the graph. */
  List<Set<Node>> all() {
    List<Set<Node>> islands = new ArrayList<>();
    Set<Node> seen = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (placement.integer().contains(node) && !seen.contains(node)) {
        Set<Node> island = around(node);
        seen.addAll(island);
        islands.add(island);
      }
    }
    return islands;
  }

  private Set<Node> around(Node start) {
    Set<Node> island = new LinkedHashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      Node node = open.remove();
      if (placement.integer().contains(node) && island.add(node)) {
        for (String output : placement.outputs(node)) {
          open.addAll(consumers.getOrDefault(output, List.of()));
        }
        placement.activationInputs(node).forEach(input -> maker(input).ifPresent(open::add));
      }
    }
    return island;
  }

  /** The node whose integer output a tensor is, through an absorbed Relu too. */
  private Optional<Node> maker(String tensor) {
    Optional<Node> producer = Optional.ofNullable(producers.get(tensor));
    Optional<Node> before = producer.map(p -> producers.get(p.input(0)));
    boolean absorbed =
        before
            .flatMap(placement::activation)
            .filter(a -> producer.filter(a::equals).isPresent())
            .isPresent();
    return absorbed ? before : producer;
  }

  /** Whether an island saves more than it costs. */
  boolean pays(Set<Node> island) {
    double nanos = 0;
    Set<String> entering = new LinkedHashSet<>();
    Set<String> leaving = new LinkedHashSet<>();
    for (Node node : island) {
      if (Operators.multiplies(node)) {
        OptionalLong products = products(node);
        if (products.isEmpty()) {
          return true;
        }
        nanos += products.getAsLong() * nanosSaved(node);
      }
      for (String input : placement.activationInputs(node)) {
        if (maker(input).filter(island::contains).isEmpty()) {
          entering.add(input);
        }
      }
      for (String output : placement.outputs(node)) {
        if (!Operators.givesFloats(node) && isReadInFloats(output, island)) {
          leaving.add(output);
        }
      }
    }
    entering.addAll(leaving);
    for (String edge : entering) {
      OptionalLong elements = elements(edge);
      if (elements.isEmpty()) {
        return true;
      }
      nanos -= NODE_NANOS + elements.getAsLong() * ELEMENT_NANOS;
    }
    return nanos > 0;
  }

  private double nanosSaved(Node node) {
    if (!node.is("Conv")) {
      return PRODUCT_NANOS;
    }
    boolean depthwise =
        graph.initializer(node.input(1)).filter(w -> w.shape()[1] == 1).isPresent()
            && node.integer("group", 1) > 1;
    return depthwise ? 0 : CONVOLVED_PRODUCT_NANOS;
  }

  private boolean isReadInFloats(String tensor, Set<Node> island) {
    return graph.outputNames().contains(tensor)
        || !island.containsAll(consumers.getOrDefault(tensor, List.of()));
  }

  /** How many products a node adds up. */
  private OptionalLong products(Node node) {
    long[] weights = graph.initializer(node.input(1)).map(c -> c.shape()).orElse(new long[0]);
    OptionalLong outputs = elements(node.output(0));
    if (weights.length < 2 || outputs.isEmpty()) {
      return OptionalLong.empty();
    }
    long each = 1;
    if (node.is("Conv")) {
      for (int d = 1; d < weights.length; d++) {
        each *= weights[d];
      }
    } else {
      each = weights[node.integer("transB", 0) == 0 ? 0 : 1];
    }
    return OptionalLong.of(outputs.getAsLong() * each);
  }

  private OptionalLong elements(String tensor) {
    OptionalLong told = told(types, tensor);
    return told.isPresent() || !seen.containsKey(tensor)
        ? told
        : OptionalLong.of(seen.getOrDefault(tensor, 1L));
  }

  private static OptionalLong told(ValueTypes types, String tensor) {
    List<OptionalLong> shape = types.of(tensor).map(ValueType::shape).orElse(List.of());
    if (shape.isEmpty()) {
      return OptionalLong.empty(); // an unknown rank; activations are no single numbers
    }
    long elements = 1;
    for (int d = 0; d < shape.size(); d++) {
      // the rows of a matrix may be the tokens of a text
      boolean batch = d == 0 && shape.size() > 2;
      if (shape.get(d).isEmpty() && !batch) {
        return OptionalLong.empty();
      }
      elements *= shape.get(d).orElse(1);
    }
    return OptionalLong.of(elements);
  }

  /** The tensors around the integer nodes of which only a run tells the size. */
  static Set<String> untold(ValueTypes types, Placement placement) {
    Set<String> untold = new LinkedHashSet<>();
    for (Node node : placement.integer()) {
      untold.addAll(placement.activationInputs(node));
      untold.addAll(placement.outputs(node));
      untold.add(node.output(0));
    }
    untold.removeIf(tensor -> told(types, tensor).isPresent());
    return untold;
  }
}

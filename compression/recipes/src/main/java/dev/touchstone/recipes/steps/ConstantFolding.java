package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Constants;
import dev.touchstone.recipes.runtime.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Evaluates nodes that depend on nothing but constants, with ONNX Runtime itself, so that the
 * result is what a run would have computed.
 */
final class ConstantFolding {

  /**
   * A value larger than this is kept as the nodes that make it, unless they hold as much: 8-bit
   * weights behind a Cast would grow fourfold.
   */
  private static final long LARGE_BYTES = 1024;

  /** No value is evaluated that could not be kept in memory with ease. */
  private static final double LARGEST_ELEMENTS = 1 << 26;

  /** Make more than they are given, by as much as an input says. */
  private static final Set<String> GROWING =
      Set.of(
          "ConstantOfShape",
          "Expand",
          "Tile",
          "Range",
          "Pad",
          "Resize",
          "Upsample",
          "OneHot",
          "CenterCropPad");

  private static final Set<String> RANDOM =
      Set.of(
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Multinomial",
          "Bernoulli",
          "Dropout");

  private ConstantFolding() {}

  /** Folds, and tells how many nodes went away. */
  static int fold(OnnxModel model, Graph graph) {
    Set<Node> kept = new HashSet<>();
    int folded = 0;
    while (true) {
      List<Node> constant = constantNodes(graph, kept);
      if (constant.isEmpty()) {
        return folded;
      }
      int before = kept.size();
      try {
        Map<String, ValueType> types = Constants.types(model, graph, constant);
        Set<Node> waiting = oversized(graph, constant, types, kept);
        constant.removeIf(n -> kept.contains(n) || waiting.contains(n));
        int done = evaluate(model, graph, reachable(graph, constant), types, kept);
        folded += done;
        if (done == 0 && kept.size() == before) {
          return folded;
        }
      } catch (UnusableModelException e) {
        kept.addAll(refusedAlone(model, graph, constant));
        if (kept.size() == before) {
          return folded; // together they fail, each alone it does not
        }
      }
    }
  }

  /** Nodes whose inputs are all made by nodes that are still in the list. */
  private static List<Node> reachable(Graph graph, List<Node> constant) {
    Set<String> known = new HashSet<>(graph.initializerNames());
    List<Node> reachable = new ArrayList<>();
    for (Node node : constant) {
      if (known.containsAll(node.reads())) {
        reachable.add(node);
        known.addAll(node.outputs());
      }
    }
    return reachable;
  }

  private static int evaluate(
      OnnxModel model,
      Graph graph,
      List<Node> constant,
      Map<String, ValueType> types,
      Set<Node> kept) {
    if (constant.isEmpty()) {
      return 0;
    }
    Map<String, ValueType> wanted = new LinkedHashMap<>();
    for (String name : boundary(graph, constant)) {
      ValueType type = types.get(name);
      if (type != null) {
        wanted.put(name, type);
      }
    }
    Map<String, Constant> values =
        wanted.isEmpty() ? Map.of() : Constants.evaluate(model, graph, constant, wanted);
    Set<Node> refused = unfit(graph, constant, values);
    if (!refused.isEmpty()) {
      kept.addAll(refused);
      return 0;
    }
    values.values().forEach(graph::put);
    graph.remove(constant);
    return constant.size();
  }

  /**
   * Keeps nodes that would make more than there is memory for, and tells which to look at again
   * when their inputs are constants: until then nobody knows how much they make.
   */
  private static Set<Node> oversized(
      Graph graph, List<Node> constant, Map<String, ValueType> types, Set<Node> kept) {
    Set<String> initializers = new HashSet<>(graph.initializerNames());
    Set<Node> waiting = new HashSet<>();
    for (Node node : constant) {
      boolean open = false;
      for (String output : node.outputs()) {
        ValueType type = types.get(output);
        if (type != null) {
          open |= type.shape().stream().anyMatch(OptionalLong::isEmpty);
          if (elements(type) > LARGEST_ELEMENTS) {
            kept.add(node);
          }
        }
      }
      if (open && GROWING.contains(node.type())) {
        (initializers.containsAll(node.reads()) ? kept : waiting).add(node);
      }
    }
    return waiting;
  }

  private static double elements(ValueType type) {
    return type.shape().stream().mapToDouble(d -> d.orElse(1)).reduce(1, (a, b) -> a * b);
  }

  /** Nodes that read initializers only and that ONNX Runtime cannot evaluate. */
  private static Set<Node> refusedAlone(OnnxModel model, Graph graph, List<Node> constant) {
    Set<String> initializers = new HashSet<>(graph.initializerNames());
    Set<Node> refused = new HashSet<>();
    for (Node node : constant) {
      if (initializers.containsAll(node.reads())) {
        try {
          List<Node> alone = List.of(node);
          Map<String, ValueType> types = Constants.types(model, graph, alone);
          if (types.values().stream().noneMatch(t -> elements(t) > LARGEST_ELEMENTS)) {
            Constants.evaluate(model, graph, alone, types);
          }
        } catch (UnusableModelException e) {
          refused.add(node); // an operator that the runtime lacks, or an error of every run
        }
      }
    }
    return refused;
  }

  private static List<Node> constantNodes(Graph graph, Set<Node> kept) {
    Set<String> known = new HashSet<>(graph.initializerNames());
    List<Node> constant = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!kept.contains(node) && foldable(node) && known.containsAll(node.reads())) {
        constant.add(node);
        known.addAll(node.outputs());
      }
    }
    return constant;
  }

  private static boolean foldable(Node node) {
    // a stored 8-bit weight would grow fourfold if its DequantizeLinear were evaluated
    boolean quantization = node.type().endsWith("QuantizeLinear") || node.is("DequantizeLinear");
    return node.domain().isEmpty()
        && node.subgraphs().isEmpty()
        && !RANDOM.contains(node.type())
        && !quantization;
  }

  /** Tensors that constant nodes make and others, or the caller, read. */
  private static Set<String> boundary(Graph graph, List<Node> constant) {
    Set<Node> inside = new HashSet<>(constant);
    Set<String> readOutside = new HashSet<>(graph.outputNames());
    graph.nodes().stream()
        .filter(n -> !inside.contains(n))
        .forEach(n -> readOutside.addAll(n.reads()));
    Set<String> boundary = new LinkedHashSet<>();
    constant.forEach(n -> boundary.addAll(n.outputs()));
    boundary.remove("");
    boundary.retainAll(readOutside);
    return boundary;
  }

  private static Set<Node> unfit(Graph graph, List<Node> constant, Map<String, Constant> values) {
    Set<String> boundary = boundary(graph, constant);
    Set<String> outputs = graph.outputNames();
    Set<Node> refused = new HashSet<>();
    for (Node node : constant) {
      for (String output : node.outputs()) {
        if (boundary.contains(output)) {
          Constant value = values.get(output);
          boolean returned = outputs.contains(output);
          if (value == null || returned || grows(graph, node, value)) {
            refused.add(node);
          }
        }
      }
    }
    return refused;
  }

  private static boolean grows(Graph graph, Node node, Constant value) {
    long held =
        node.reads().stream()
            .flatMap(name -> graph.initializer(name).stream())
            .mapToLong(Constant::bytes)
            .sum();
    return value.bytes() > LARGE_BYTES && value.bytes() > held;
  }
}

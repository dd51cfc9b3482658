package dev.touchstone.recipes.conversion;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.OptimizedModel;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.runtime.ValueTypes;
import dev.touchstone.scenarios.Convert.Overflow;
import dev.touchstone.scenarios.Convert.ToHalf;
import dev.touchstone.scenarios.NodeFilter;
import dev.touchstone.scenarios.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Computes in half precision wherever the operators allow, and says what ONNX Runtime makes of it:
 * an operator without a 16-bit kernel runs in 32 bits, between Casts that the runtime adds.
 */
public final class HalfPrecision {

  /** Take or give 32-bit floats whatever their neighbors do, or count in them. */
  private static final Set<String> FLOAT_ONLY =
      Set.of(
          "Constant",
          "Resize",
          "Upsample",
          "Range",
          "CumSum",
          "NonMaxSuppression",
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Multinomial",
          "Bernoulli");

  private final ToHalf step;
  private final NodeFilter filter;
  private final Optional<ModelInputs> samples;
  private final Progress progress;

  /**
   * Keeps what the recipe asks for.
   *
   * @param samples for {@code overflow: samples}
   */
  public HalfPrecision(ToHalf step, Optional<ModelInputs> samples, Progress progress) {
    this.step = step;
    this.filter = new NodeFilter(List.of(), step.keep());
    this.samples = samples;
    this.progress = progress;
  }

  /**
   * Converts.
   *
   * @param model that has been folded
   * @param notes what a reader should know is added here
   * @throws UnusableModelException if there is nothing to convert, or a run on samples fails
   */
  public OnnxModel apply(OnnxModel model, List<String> notes) {
    Graph graph = model.graph();
    graph.sort();
    OnnxModel sorted = HalfConversion.with(model, graph);
    ValueTypes types = ValueTypes.of(sorted);
    Kept kept = new Kept();
    Set<String> huge = hugeTensors(sorted, types);
    for (Node node : HalfConversion.candidates(graph, types)) {
      reason(graph, node, huge).ifPresent(why -> kept.add(node, why));
    }
    if (HalfConversion.candidates(graph, types).stream()
        .allMatch(n -> kept.labels().contains(Kept.key(n)))) {
      throw new UnusableModelException(
          String.join("; ", concat("no node could be converted to 16 bits", kept.notes())));
    }
    OnnxModel converted = accepted(sorted, types, kept);
    notes.addAll(kept.notes());
    notes.add(PrecisionCount.of(converted).toString());
    PrecisionCount runs = PrecisionCount.of(OptimizedModel.of(converted, Optimization.ALL));
    notes.add(runs.asItRuns());
    if (runs.half().containsKey("MatMul") || runs.half().containsKey("Gemm")) {
      notes.add(
          "products in 16 bits are slow on a CPU without such arithmetic: compare with floats, and"
              + " see fp16-storage");
    }
    return converted;
  }

  private static List<String> concat(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }

  private Optional<String> reason(Graph graph, Node node, Set<String> huge) {
    if (!filter.takes(node.name(), node.type())) {
      return Optional.of("the recipe keeps them");
    }
    if (!node.domain().isEmpty()) {
      return Optional.of("operators of " + node.domain());
    }
    if (!node.subgraphs().isEmpty()) {
      return Optional.of("they hold graphs");
    }
    if (FLOAT_ONLY.contains(node.type())) {
      return Optional.of("operators that want 32 bits");
    }
    boolean large =
        node.reads().stream().anyMatch(huge::contains)
            || node.outputs().stream().anyMatch(huge::contains)
            || node.reads().stream()
                .flatMap(name -> graph.initializer(name).stream())
                .anyMatch(
                    c -> c.type() == OnnxType.FLOAT && HalfWeights.overflows(c, OnnxType.FLOAT16));
    return large ? Optional.of("they meet numbers above 65504") : Optional.empty();
  }

  /** Tensors whose values come within a factor of two of the largest number of 16 bits. */
  private Set<String> hugeTensors(OnnxModel model, ValueTypes types) {
    if (step.overflow() == Overflow.WEIGHTS) {
      return Set.of();
    }
    ModelInputs inputs =
        samples.orElseThrow(
            () -> new UnusableModelException("overflow: samples needs calibration data"));
    Graph graph = model.graph();
    Set<String> watched = new HashSet<>();
    graph.inputs().forEach(v -> watched.add(v.name()));
    for (Node node : graph.nodes()) {
      for (String output : node.outputs()) {
        if (types.isFloat(output)) {
          watched.add(output);
          if (!graph.outputNames().contains(output)) {
            graph.addOutput(output);
          }
        }
      }
    }
    Set<String> huge = new HashSet<>();
    try (Session session = new Session(model.with(graph), Optimization.NONE)) {
      for (int i = 0; i < inputs.count(); i++) {
        progress.at("looking for large activations", i, inputs.count());
        session.observe(
            inputs.get(i),
            floatsOf(watched, types),
            (tensor, values) -> {
              for (int v = values.position(); v < values.limit(); v++) {
                float magnitude = Math.abs(values.get(v));
                if (magnitude > HalfWeights.LARGEST_HALF / 2 && Float.isFinite(magnitude)) {
                  huge.add(tensor);
                  return;
                }
              }
            });
      }
    }
    return huge;
  }

  private static Set<String> floatsOf(Set<String> tensors, ValueTypes types) {
    Set<String> floats = new HashSet<>(tensors);
    floats.removeIf(t -> !types.isFloat(t));
    return floats;
  }

  /** Converts; operators that ONNX Runtime refuses in 16 bits are found and kept in 32. */
  private OnnxModel accepted(OnnxModel model, ValueTypes types, Kept kept) {
    OnnxModel converted = converted(model, types, kept.labels(), Set.of());
    if (loads(converted).isEmpty()) {
      return converted;
    }
    Set<String> all = new TreeSet<>();
    Graph graph = model.graph();
    HalfConversion.candidates(graph, types).stream()
        .filter(n -> !kept.labels().contains(Kept.key(n)))
        .forEach(n -> all.add(n.type()));
    for (String type : all) {
      Set<String> others = new HashSet<>(all);
      others.remove(type);
      Optional<String> refusal = loads(converted(model, types, kept.labels(), others));
      refusal.ifPresent(
          why ->
              HalfConversion.candidates(graph, types).stream()
                  .filter(n -> n.type().equals(type))
                  .forEach(n -> kept.add(n, "ONNX Runtime has none in 16 bits")));
    }
    OnnxModel rest = converted(model, types, kept.labels(), Set.of());
    loads(rest)
        .ifPresent(
            why -> {
              throw new UnusableModelException("not even in parts in 16 bits: " + why);
            });
    return rest;
  }

  private static Optional<String> loads(OnnxModel model) {
    try (Session session = new Session(model, Optimization.NONE);
        Session full = new Session(model, Optimization.ALL)) {
      return session.inputs().equals(full.inputs())
          ? Optional.empty()
          : Optional.of("inputs differ");
    } catch (UnusableModelException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private OnnxModel converted(
      OnnxModel model, ValueTypes types, Set<String> keptLabels, Set<String> keptTypes) {
    Graph graph = model.graph();
    Set<Node> nodes = new HashSet<>();
    for (Node node : HalfConversion.candidates(graph, types)) {
      if (!keptLabels.contains(Kept.key(node)) && !keptTypes.contains(node.type())) {
        nodes.add(node);
      }
    }
    new HalfConversion(graph, types, nodes).apply(step.border());
    dropUnread(graph);
    return HalfConversion.with(model, graph);
  }

  private static void dropUnread(Graph graph) {
    Set<String> read = new HashSet<>(graph.outputNames());
    graph.nodes().forEach(n -> read.addAll(n.reads()));
    for (String name : graph.initializerNames()) {
      Constant constant = graph.initializer(name).orElseThrow();
      if (!read.contains(name) && constant.type() == OnnxType.FLOAT) {
        graph.removeInitializer(name); // all its readers have it in 16 bits
      }
    }
  }

  /** Nodes that stay in 32 bits, and why. */
  private static final class Kept {

    private final Map<String, String> reasons = new HashMap<>();
    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

    /** Nodes are known by what they make, which is unique where names need not be. */
    static String key(Node node) {
      return node.type() + node.outputs();
    }

    void add(Node node, String reason) {
      if (reasons.putIfAbsent(key(node), reason) == null) {
        counts.computeIfAbsent(reason, r -> new TreeMap<>()).merge(node.type(), 1, Integer::sum);
      }
    }

    Set<String> labels() {
      return reasons.keySet();
    }

    List<String> notes() {
      return counts.entrySet().stream()
          .map(e -> "in 32 bits, since " + e.getKey() + ": " + PrecisionCount.list(e.getValue()))
          .toList();
    }
  }
}

package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.FreshNames;
import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.Node;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ValueTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes a graph smaller without changing what it computes: constants are evaluated,
 * BatchNormalization goes into the weights before it, casts and changes of shape that undo or
 * repeat each other go away, equal initializers are shared, and what nobody needs is dropped; in
 * the branches and bodies of If, Loop and Scan too.
 *
 * <p>Outputs change by rounding only, as weights are multiplied once instead of at each run.
 */
public final class Fold implements StepWork {

  /** Below this version of the file format every initializer has to be an input as well. */
  private static final long FIRST_IR_WITH_PURE_INITIALIZERS = 4;

  /** Of single precision: what a hundred folded layers add up to is a tenth of it. */
  private static final double BOUND = 1e-4;

  /** Each finds what the one before laid open; more than two are rare. */
  private static final int ROUNDS = 4;

  @Override
  public String name() {
    return "fold";
  }

  @Override
  public StepOutcome apply(OnnxModel model, Workbench bench) {
    return new Equivalence(BOUND).judge(model, apply(model), bench);
  }

  /**
   * Folds a model, without the proof that it computes the same.
   *
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if its nodes need each other in a
   *     circle
   */
  public static StepOutcome apply(OnnxModel model) {
    List<String> notes = new ArrayList<>();
    Graph graph = model.graph();
    List<String> fixed = graph.initializersAmongInputs();
    if (!fixed.isEmpty() && model.irVersion() >= FIRST_IR_WITH_PURE_INITIALIZERS) {
      notes.add(fixed.size() + " initializers can no longer be overridden as inputs");
    }
    graph.fixInitializers();
    OnnxModel typed = model.withIrVersionAtLeast(FIRST_IR_WITH_PURE_INITIALIZERS);
    Map<String, Integer> counts = new TreeMap<>();
    fold(typed, graph, new FreshNames(graph), counts, true);
    counts.forEach((what, count) -> notes.add(count + " " + what));
    return new StepOutcome(typed.with(graph.withoutValueInfo()), notes);
  }

  /**
   * Folds a graph and those within it.
   *
   * @param names for new tensors: a graph inside a node may not use those of the graphs around it
   * @param whole whether it is the model's own graph, whose types ONNX Runtime tells
   */
  private static void fold(
      OnnxModel model, Graph graph, FreshNames names, Map<String, Integer> counts, boolean whole) {
    graph.sort();
    for (Node node : graph.nodes()) {
      node.editSubgraphs(inner -> fold(model, inner, names, counts, false));
    }
    ConstantNodes.moveToInitializers(graph);
    Optional<ValueTypes> types = types(model, graph, whole);
    for (int round = 0; round < ROUNDS; round++) {
      int passed = PassThrough.remove(graph, model.opset());
      count(counts, "nodes that hand their input on removed", passed);
      int evaluated = ConstantFolding.fold(model, graph);
      count(counts, "constant nodes evaluated", evaluated);
      int shortened = Chains.shorten(graph, types);
      count(counts, "casts and changes of shape shortened", shortened);
      if (passed + evaluated + shortened == 0) {
        break;
      }
    }
    DeadCode.remove(graph); // a reader that nobody needs would keep a normalization where it is
    int norms = BatchNormFolding.fold(graph, model.opset(), types, names);
    count(counts, "BatchNormalization nodes folded", norms);
    count(counts, "duplicate initializers shared", SharedInitializers.share(graph));
    DeadCode.remove(graph);
  }

  /** Empty for a graph inside a node, where ONNX Runtime refuses the model, or nobody asks. */
  private static Optional<ValueTypes> types(OnnxModel model, Graph graph, boolean whole) {
    boolean asked =
        graph.nodes().stream().anyMatch(n -> n.is("BatchNormalization") || Chains.mayBegin(n));
    if (!whole || !asked) {
      return Optional.empty();
    }
    try {
      return Optional.of(ValueTypes.of(model.with(graph)));
    } catch (UnusableModelException e) {
      return Optional.empty();
    }
  }

  private static void count(Map<String, Integer> counts, String what, int number) {
    if (number > 0) {
      counts.merge(what, number, Integer::sum);
    }
  }
}

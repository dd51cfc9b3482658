package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a graph smaller without changing what it computes: constants are evaluated,
 * BatchNormalization goes into the weights before it, and what nobody needs goes away.
 *
 * <p>Outputs change by rounding only, as weights are multiplied once instead of at each run.
 */
public final class Fold implements StepWork {

  /** Below this version of the file format every initializer has to be an input as well. */
  private static final long FIRST_IR_WITH_PURE_INITIALIZERS = 4;

  @Override
  public String name() {
    return "fold";
  }

  @Override
  public StepOutcome apply(OnnxModel model, Workbench bench) {
    return apply(model);
  }

  /**
   * Folds a model.
   *
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if its nodes need each other in a
   *     circle
   */
  public static StepOutcome apply(OnnxModel model) {
    List<String> notes = new ArrayList<>();
    Graph graph = model.graph();
    graph.sort();
    List<String> fixed = graph.initializersAmongInputs();
    if (!fixed.isEmpty() && model.irVersion() >= FIRST_IR_WITH_PURE_INITIALIZERS) {
      notes.add(fixed.size() + " initializers can no longer be overridden as inputs");
    }
    graph.fixInitializers();
    ConstantNodes.moveToInitializers(graph);
    PassThrough.remove(graph, model.opset());
    count(notes, ConstantFolding.fold(model, graph), "constant nodes evaluated");
    PassThrough.remove(graph, model.opset());
    count(notes, BatchNormFolding.fold(graph, model.opset()), "BatchNormalization nodes folded");
    DeadCode.remove(graph);
    OnnxModel folded = model.with(graph.withoutValueInfo());
    return new StepOutcome(folded.withIrVersionAtLeast(FIRST_IR_WITH_PURE_INITIALIZERS), notes);
  }

  private static void count(List<String> notes, int number, String what) {
    if (number > 0) {
      notes.add(number + " " + what);
    }
  }
}

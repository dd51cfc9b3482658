package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.pruning.StructuredPruning;
import dev.touchstone.recipes.pruning.UnstructuredPruning;
import dev.touchstone.scenarios.PruneStructured;
import dev.touchstone.scenarios.PruneUnstructured;
import java.util.List;

/** Leaves weights out. */
final class Prune {

  private Prune() {}

  /** Carries {@code prune structured} out. */
  record Structured(PruneStructured step) implements StepWork {

    @Override
    public String name() {
      return "prune structured";
    }

    @Override
    public boolean calibrates() {
      return StructuredPruning.needsSamples(step);
    }

    @Override
    public StepOutcome apply(OnnxModel model, Workbench bench) {
      StructuredPruning.Result result =
          new StructuredPruning(step, bench.samples(), bench.progress()).apply(model);
      Graph graph = result.model().graph();
      DeadCode.remove(graph);
      return new StepOutcome(
          result.model().with(graph),
          result.notes(),
          List.of(new Appendix("pruning.csv", result.table())));
    }
  }

  /** Carries {@code prune unstructured} out. */
  record Unstructured(PruneUnstructured step) implements StepWork {

    @Override
    public String name() {
      return "prune unstructured";
    }

    @Override
    public StepOutcome apply(OnnxModel model, Workbench bench) {
      UnstructuredPruning.Result result = UnstructuredPruning.apply(model, step);
      return new StepOutcome(result.model(), result.notes());
    }
  }
}

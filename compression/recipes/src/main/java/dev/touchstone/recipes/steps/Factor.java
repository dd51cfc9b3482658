package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.anatomy.Cost;
import dev.touchstone.recipes.lowrank.Factorization;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.LowRank;
import java.util.ArrayList;
import java.util.List;

/** Carries {@code low-rank} out. */
record Factor(LowRank step) implements StepWork {

  @Override
  public String name() {
    return "low-rank";
  }

  @Override
  public StepOutcome apply(OnnxModel model, Workbench bench) {
    Factorization.Result result = new Factorization(step, bench.progress()).apply(model);
    List<String> notes = new ArrayList<>();
    notes.add(Cost.of(model) + " before; " + Cost.of(result.model()) + " after");
    notes.addAll(result.notes());
    return new StepOutcome(result.model(), notes);
  }
}

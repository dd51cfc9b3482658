package dev.touchstone.runner.explain;

import dev.touchstone.baselines.RunResult;
import dev.touchstone.scenarios.Metric;
import java.util.List;
import java.util.Optional;

/**
 * Which step of a recipe costs what.
 *
 * @param scenario its name
 * @param candidate the recipe's name
 * @param metric that quality is told by; empty if there is no data to tell it
 * @param steps in the recipe's order
 * @param total what the whole recipe costs against the reference, if that could be told
 * @param run that measured all variants
 */
public record Explanation(
    String scenario,
    String candidate,
    Optional<Metric> metric,
    List<StepCost> steps,
    Optional<Cost> total,
    RunResult run) {

  /** Copies the list. */
  public Explanation {
    steps = List.copyOf(steps);
  }
}

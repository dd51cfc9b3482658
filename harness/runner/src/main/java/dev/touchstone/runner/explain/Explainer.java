package dev.touchstone.runner.explain;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.recipes.Lineage.StepRecord;
import dev.touchstone.runner.explain.Variant.Kind;
import dev.touchstone.runner.plan.Phase;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.plan.Planner;
import dev.touchstone.runner.plan.Trial;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.RecipeWriter;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.quality.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out which step of a recipe costs what: measures every beginning of the recipe, and the
 * recipe without each of its steps, and compares neighbors on the same samples.
 */
public final class Explainer {

  private final Scenario scenario;
  private final Recipe recipe;
  private final Variants variants;

  public Explainer(Scenario scenario, Recipe recipe, Variants variants) {
    this.scenario = scenario;
    this.recipe = recipe;
    this.variants = variants;
  }

  /** What is measured beside quality. */
  public enum Measures {
    QUALITY,
    QUALITY_AND_LATENCY
  }

  /** A plan of quality trials, with as many fork pairs as a first look has if latency is asked. */
  public Plan plan(long seed, PlanSettings settings, Measures measures) {
    Plan full = Planner.plan(scenario.demanding(List.of()), variants.arms(), seed, settings);
    List<Trial> trials = new ArrayList<>(full.of(Phase.QUALITY));
    if (measures == Measures.QUALITY_AND_LATENCY) {
      trials.addAll(full.of(Phase.PAIRS));
    }
    return new Plan(full.scenario(), full.arms(), seed, settings, trials);
  }

  /** Explains what a run of that plan found. */
  public Explanation explain(RunResult run) {
    Costs costs = new Costs(run, columns(run));
    List<StepCost> steps = new ArrayList<>();
    for (int i = 1; i <= recipe.steps().size(); i++) {
      steps.add(step(i, costs, run));
    }
    return new Explanation(
        scenario.name(),
        recipe.name(),
        costs.metric(),
        steps,
        cost(costs, Optional.of(variants.whole(recipe)), Optional.of(Arm.REFERENCE)),
        run);
  }

  /** The slices that requirements judge by themselves; every class, if there is none. */
  private List<String> columns(RunResult run) {
    List<String> judged =
        scenario.requirements().stream()
            .filter(r -> r.metric().isQuality())
            .flatMap(r -> r.forEach().stream())
            .distinct()
            .toList();
    boolean classes = run.samples().flatMap(s -> s.labels()).filter(Explainer::classes).isPresent();
    return judged.isEmpty() && classes ? List.of(Requirement.EACH_CLASS) : judged;
  }

  private static boolean classes(Labels labels) {
    return labels instanceof Labels.Classes;
  }

  private StepCost step(int number, Costs costs, RunResult run) {
    Optional<MadeVariant> after = variants.find(Kind.UP_TO, number);
    Optional<MadeVariant> without = variants.find(Kind.WITHOUT, number);
    Optional<String> before =
        number == 1
            ? Optional.of(Arm.REFERENCE)
            : variants.find(Kind.UP_TO, number - 1).flatMap(Explainer::arm);
    Optional<String> now = after.flatMap(Explainer::arm);
    Optional<String> spared = without.flatMap(Explainer::arm);
    return new StepCost(
        number,
        record(number).map(StepRecord::step).orElseGet(() -> written(number)),
        record(number),
        cost(costs, after, before),
        cost(costs, Optional.of(variants.whole(recipe)), spared),
        now.flatMap(a -> before.flatMap(b -> costs.worst(a, b))),
        now.filter(a -> !a.equals(Arm.REFERENCE)).flatMap(costs::latency),
        problems(Stream.concat(after.stream(), without.stream()).toList(), run));
  }

  private String written(int number) {
    return RecipeWriter.steps(recipe).get(number - 1);
  }

  private static Optional<String> arm(MadeVariant variant) {
    return variant.made().map(made -> variant.arm());
  }

  /** As the whole recipe has it: a beginning that needs no data was compared on none. */
  private Optional<StepRecord> record(int number) {
    return Stream.of(variants.whole(recipe), variants.find(Kind.UP_TO, number).orElseThrow())
        .flatMap(variant -> variant.made().stream())
        .map(made -> made.lineage().steps().get(number - 1))
        .findFirst();
  }

  private static Optional<Cost> cost(
      Costs costs, Optional<MadeVariant> variant, Optional<String> baseline) {
    return variant
        .flatMap(Explainer::arm)
        .flatMap(arm -> baseline.flatMap(other -> costs.of(arm, other)));
  }

  private static String problems(List<MadeVariant> variants, RunResult run) {
    return variants.stream()
        .map(variant -> problem(variant, run))
        .filter(problem -> !problem.isBlank())
        .collect(Collectors.joining("; "));
  }

  private static String problem(MadeVariant variant, RunResult run) {
    String which =
        variant.variant().kind() == Kind.WITHOUT ? "without this step" : "ended after this step";
    if (variant.made().isEmpty()) {
      return "the recipe " + which + " cannot be carried out: " + variant.problem();
    }
    return run.faults().stream()
        .filter(fault -> fault.arm().equals(variant.arm()))
        .findFirst()
        .map(Fault::reason)
        .map(reason -> "the model of the recipe " + which + " does not run: " + reason)
        .orElse("");
  }
}

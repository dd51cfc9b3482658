package dev.touchstone.cli;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SelftestRound;
import dev.touchstone.baselines.SelftestRound.Kind;
import dev.touchstone.runner.job.Lineup;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.plan.Planner;
import dev.touchstone.scenarios.AskedQuestion;
import dev.touchstone.scenarios.Demand;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.ReadyModel;
import dev.touchstone.scenarios.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * Judges a model against itself, again and again, through the whole chain that judges candidates.
 *
 * @param scenario latency.p50 of the model against itself, and nothing else
 * @param arms the same file twice
 * @param settings how much is measured for one verdict
 * @param slowdown what is injected where the candidate is made worse
 */
record SelftestJob(Scenario scenario, List<Arm> arms, PlanSettings settings, Loss slowdown) {

  /** The loss that never blocks; METHOD's default for a median. */
  static final Loss ALLOW = new Loss(0.005, Loss.Scale.RELATIVE);

  private static final String CANDIDATE = "again";

  /**
   * A self-test of one model.
   *
   * @param slowdown above {@link #ALLOW}; the gate is set to catch just that
   */
  static SelftestJob of(Path model, String profile, Loss slowdown, PlanSettings settings) {
    ReadyModel again = new ReadyModel(CANDIDATE, model);
    Scenario scenario =
        new AskedQuestion(
                "selftest",
                model,
                List.of(again),
                profile,
                Optional.empty(),
                List.of(new Demand(Metric.LATENCY_P50, Optional.empty(), ALLOW, slowdown)))
            .scenario();
    return new SelftestJob(
        scenario, Lineup.broughtAlong(model, List.of(again)).arms(), settings, slowdown);
  }

  /** What is planned for one verdict. */
  record Turn(Kind kind, Plan plan) {}

  /**
   * Plans all verdicts: in every two one of each kind, in an order drawn from the seed, so that a
   * machine that changes in the meantime changes for both kinds alike.
   *
   * @param rounds of each kind
   */
  List<Turn> turns(int rounds, long seed) {
    Random random = new Random(seed);
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      boolean slowedFirst = random.nextBoolean();
      turns.add(turn(slowedFirst ? Kind.SLOWED : Kind.UNCHANGED, random.nextLong()));
      turns.add(turn(slowedFirst ? Kind.UNCHANGED : Kind.SLOWED, random.nextLong()));
    }
    return turns;
  }

  private Turn turn(Kind kind, long seed) {
    PlanSettings amount =
        kind == Kind.SLOWED
            ? settings.withInjectedWork(Map.of(CANDIDATE, slowdown.size()))
            : settings;
    return new Turn(kind, Planner.plan(scenario, arms, seed, amount));
  }

  /** Measures and judges once. */
  SelftestRound judge(Turn turn, Function<Plan, RunResult> bench) {
    RunResult result = bench.apply(turn.plan());
    return new SelftestRound(turn.kind(), Gate.judge(scenario.requirements(), result));
  }
}

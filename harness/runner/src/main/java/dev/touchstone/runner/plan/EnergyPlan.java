package dev.touchstone.runner.plan;

import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done to measure energy: in each of twelve rounds every arm has a fresh worker that rests
 * and then works, one arm after the other, in ABBA order. A round is a replicate as a fork pair is
 * one. From twelve on a signed-rank bound at a risk of 0.001 leaves out two rounds, so that one
 * disturbance does not undo it; twelve times five seconds are the minute that is to be measured.
 *
 * <p>It comes last: minutes of load warm the board up, and what is timed should not have to run on
 * a board that was warmed up.
 */
public final class EnergyPlan {

  /** Rounds of a run. */
  public static final int ROUNDS = 12;

  /** At the start of a rest and of a load: power regulators and averaging sensors lag behind. */
  public static final Duration SETTLE = Duration.ofMillis(500);

  /** At the end of a load, in which a worker sends its answers. */
  public static final Duration TAIL = Duration.ofMillis(250);

  /** How long a worker rests, of which 3 s count. */
  public static final Duration REST = Duration.ofMillis(3500);

  /** How long a worker works, of which 5 s count. */
  public static final Duration LOAD = Duration.ofMillis(5750);

  private EnergyPlan() {}

  /** Whether a scenario cannot be answered without energy. */
  public static boolean isAskedBy(Scenario scenario) {
    return scenario.requirements().stream().anyMatch(r -> r.metric() == Metric.ENERGY);
  }

  /** A plan with energy measured after everything else, under the scenario's first load pattern. */
  public static Plan after(Plan plan) {
    LoadPattern load = plan.scenario().load().get(0);
    List<Trial> trials = new ArrayList<>(plan.trials());
    AbbaOrder<String> order =
        new AbbaOrder<>(plan.arms().stream().map(arm -> arm.name()).toList(), plan.seed());
    for (int round = 0; round < ROUNDS; round++) {
      for (String arm : order.next()) {
        // All arms of a round meet the same arrivals, where these are random.
        trials.add(new Trial.Energy(arm, load, round, plan.seed() + round));
      }
    }
    return new Plan(plan.scenario(), plan.arms(), plan.seed(), plan.settings(), trials);
  }
}

package dev.touchstone.runner.plan;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.statistics.Looks;
import dev.touchstone.scenarios.Scenario;
import java.time.Duration;
import java.util.List;

/**
 * Everything that a run will do, decided before it does anything.
 *
 * @param scenario the question
 * @param arms the models; the reference first
 * @param seed that the order was drawn from
 * @param settings how much is measured
 * @param trials in the order in which they are run
 */
public record Plan(
    Scenario scenario, List<Arm> arms, long seed, PlanSettings settings, List<Trial> trials) {

  /** Copies the lists; rejects arms that have no reference in front or share a name. */
  public Plan {
    arms = List.copyOf(arms);
    trials = List.copyOf(trials);
    if (arms.isEmpty() || arms.get(0).role() != ArmRole.REFERENCE) {
      throw new IllegalArgumentException("the first arm must be the reference");
    }
    if (arms.stream().map(Arm::name).distinct().count() != arms.size()) {
      throw new IllegalArgumentException("two arms have the same name");
    }
  }

  /** About how long the run takes if every comparison is decided at its first look. */
  public Duration expected() {
    int starts =
        Math.max(Planner.leastColdStarts(scenario, settings), 2 * Looks.COLD_STARTS.first().n());
    return expected(Math.max(Looks.FORK_PAIRS.first().n(), settings.leastPairs()), starts);
  }

  /** About how long the run takes if no comparison is decided before its last pair. */
  public Duration expectedAtMost() {
    return expected(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private Duration expected(int pairs, int coldStarts) {
    return trials.stream()
        .filter(t -> !(t instanceof Trial.Pair pair) || pair.index() < pairs)
        .filter(t -> !(t instanceof Trial.Cold cold) || cold.index() < coldStarts)
        .map(t -> t.expected(settings))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** The trials of one part, in their order. */
  public List<Trial> of(Phase phase) {
    return trials.stream().filter(t -> t.phase() == phase).toList();
  }

  /** The arm of that name. */
  public Arm arm(String name) {
    return arms.stream()
        .filter(a -> a.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no arm is called \"" + name + "\""));
  }

  /** The names of the arms that play a part, in their order. */
  public List<String> named(ArmRole role) {
    return arms.stream().filter(a -> a.role() == role).map(Arm::name).toList();
  }
}

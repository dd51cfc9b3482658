package dev.touchstone.baselines;

import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Unit;
import dev.touchstone.scenarios.problem.Location;
import java.util.List;
import java.util.Optional;

/**
 * Where the limits of a load stand, by what it has shown so far. Pure: a runner asks while it
 * measures, and the gate asks the same of the stored observations and gets the same answer.
 */
public final class LoadLimits {

  private LoadLimits() {}

  /** The limit that a bound states. */
  public static Requirement of(LoadPattern.Bound bound, String load) {
    return new Requirement(
        bound.percentile(),
        new Rule.AtMost(new Quantity(bound.nanos(), Unit.NANOSECOND)),
        Optional.empty(),
        Optional.of(load),
        new Location("", 1, 1));
  }

  /**
   * Whether further queries could decide something.
   *
   * @param limits of the load that was observed; what is no limit of latency or throughput is never
   *     open
   */
  public static boolean areOpen(List<Requirement> limits, SoloObservations solo) {
    return limits.stream()
        .flatMap(limit -> standing(limit, solo).stream())
        .anyMatch(standing -> standing.outcome() == Outcome.INCONCLUSIVE);
  }

  /** Whether all limits are decided and kept. */
  public static boolean areKept(List<Requirement> limits, SoloObservations solo) {
    return limits.stream()
        .flatMap(limit -> standing(limit, solo).stream())
        .allMatch(standing -> standing.outcome() == Outcome.PASS);
  }

  private static Optional<GrowingBudget.Standing> standing(
      Requirement limit, SoloObservations solo) {
    Metric metric = limit.metric();
    int queries = solo.queries().size();
    if (limit.rule() instanceof Rule.AtMost most && metric.isLatency()) {
      Latency latency = new Latency(solo, metric);
      return Optional.of(latency.within(most.limit().value()).ask(solo.looks(), queries));
    }
    if (limit.rule() instanceof Rule.AtLeast least && metric == Metric.THROUGHPUT) {
      Throughput throughput = new Throughput(solo);
      return throughput
          .bounds(Measurements.LEVEL)
          .map(bounds -> throughput.atLeast(least.limit().value()).ask(solo.looks(), queries));
    }
    return Optional.empty();
  }
}

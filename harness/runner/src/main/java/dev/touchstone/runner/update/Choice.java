package dev.touchstone.runner.update;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Comparer;
import dev.touchstone.baselines.Comparison;
import dev.touchstone.baselines.TimeDomain;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Metric;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A candidate that passed, with what it is chosen by.
 *
 * <p>Candidates may have been measured in different runs, hours apart: their milliseconds cannot be
 * compared, but what each made of the reference beside it in its own fork pairs can.
 *
 * @param arm the candidate
 * @param verdict that it passed
 * @param loss of {@code latency.p50} against the reference, as a fraction of the reference's;
 *     infinite if it was not compared
 */
public record Choice(Arm arm, Verdict verdict, double loss) {

  /** What is written in a verdict of a candidate. */
  public static Choice of(Arm arm, Verdict verdict) {
    Optional<Comparison> comparison =
        new Comparer(verdict.run())
            .compare(Metric.LATENCY_P50, TimeDomain.WALL, arm.name(), Arm.REFERENCE);
    return new Choice(
        arm, verdict, comparison.map(Comparison::estimate).orElse(Double.POSITIVE_INFINITY));
  }

  /** The one with the largest gain in latency against the reference; of equals the smallest. */
  public static Optional<Choice> best(List<Choice> passed) {
    return passed.stream()
        .min(
            Comparator.comparingDouble(Choice::loss)
                .thenComparingLong(choice -> choice.arm().bytes())
                .thenComparing(choice -> choice.arm().name()));
  }
}

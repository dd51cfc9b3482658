package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.HodgesLehmann;
import dev.touchstone.scenarios.LoadPattern;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/** Samples a second of one solo trial. */
final class Throughput {

  /** Stretches of consecutive queries: their rates are the observations. */
  private static final int STRETCHES = 30;

  private static final double NANOS_PER_SECOND = 1e9;

  /** Risks between which a p-value is searched; 30 rates cannot show less than the first. */
  private static final double LEAST_RISK = 1e-9;

  private static final double MOST_RISK = 0.5;

  private final SoloObservations solo;
  private final int queries;

  /** Of all queries. */
  Throughput(SoloObservations solo) {
    this(solo, solo.queries().size());
  }

  /** Of the first queries. */
  Throughput(SoloObservations solo, int queries) {
    this.solo = solo;
    this.queries = queries;
  }

  /** All samples over all the time. */
  double value() {
    long all = Math.max(solo.histogram().getTotalCount(), solo.queries().size());
    double whole = NANOS_PER_SECOND * samples(all) / solo.elapsedNanos();
    int kept = solo.queries().size();
    return queries == kept ? whole : whole * (queries / wall(0, queries)) * (wall(0, kept) / kept);
  }

  /**
   * Bounds of the value, from the spread of the rates of 30 stretches around their center; empty
   * with too few queries, and where queries come by a schedule, so that the schedule is measured
   * and not the system.
   */
  Optional<Bounds> bounds(double level) {
    return scaledRates()
        .map(HodgesLehmann::of)
        .map(center -> new Bounds(center.lower(1 - level), center.upper(1 - level)));
  }

  /** The rates of the stretches, scaled so that their center is the value. */
  private Optional<double[]> scaledRates() {
    if (queries < STRETCHES || LoadPattern.isScheduled(solo.load())) {
      return Optional.empty();
    }
    double[] rates = new double[STRETCHES];
    for (int s = 0; s < STRETCHES; s++) {
      int from = (int) ((long) s * queries / STRETCHES);
      int to = (int) ((s + 1L) * queries / STRETCHES);
      rates[s] = NANOS_PER_SECOND * samples(to - from) / Math.max(1, wall(from, to));
    }
    double scale = value() / HodgesLehmann.of(rates).estimate();
    return Optional.of(Arrays.stream(rates).map(rate -> rate * scale).toArray());
  }

  /**
   * The p-value of the claim that the value is below a limit: the smallest risk at which the upper
   * bound still says so, from the order statistics of the rates; 1 where there are no bounds.
   */
  double riskThatAtLeast(double limit) {
    return smallestRisk(center -> risk -> center.upper(risk) < limit);
  }

  /** The p-value of the claim that the value is not below a limit. */
  double riskThatBelow(double limit) {
    return smallestRisk(center -> risk -> center.lower(risk) >= limit);
  }

  private double smallestRisk(Function<HodgesLehmann, DoublePredicate> shown) {
    Optional<HodgesLehmann> center = scaledRates().map(HodgesLehmann::of);
    if (center.isEmpty() || !shown.apply(center.get()).test(MOST_RISK)) {
      return 1;
    }
    DoublePredicate at = shown.apply(center.get());
    double no = Math.log(LEAST_RISK);
    double yes = Math.log(MOST_RISK);
    while (yes - no > 1e-3) {
      double middle = (no + yes) / 2;
      if (at.test(Math.exp(middle))) {
        yes = middle;
      } else {
        no = middle;
      }
    }
    return Math.exp(yes);
  }

  /** The value against a lower limit; only where there are bounds. */
  GrowingBudget atLeast(double limit) {
    return new GrowingBudget() {
      @Override
      public double riskThatItIsKept(int n) {
        return new Throughput(solo, n).riskThatAtLeast(limit);
      }

      @Override
      public double riskThatItIsBroken(int n) {
        return new Throughput(solo, n).riskThatBelow(limit);
      }
    };
  }

  private double samples(long count) {
    return (double) count * solo.samplesPerQuery();
  }

  private double wall(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += solo.queries().wallNanos(i);
    }
    return sum;
  }
}

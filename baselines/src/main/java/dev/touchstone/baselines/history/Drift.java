package dev.touchstone.baselines.history;

import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * The cumulative gate: where the series stands now, against where it stood when its level was last
 * accepted. It sees what steps that are each too small for a change point add up to.
 *
 * <p>The means of the first and of the last {@value #NIGHTS} nights are compared. How far nights
 * scatter is taken from successive differences, {@code s² = Σ (x[i+1] - x[i])² / 2(n-1)}, which a
 * slow drift hardly touches, with {@code 2(n-1)² / (3n-4)} degrees of freedom; differences across a
 * change of level say nothing about scatter and are left out. Source: von Neumann, Annals of
 * Mathematical Statistics 12 (1941) 367.
 *
 * @param outcome FAIL if the drift is above {@link #ALLOW} at a risk of {@link #FALSE_ALARM}, PASS
 *     if it is below {@link #CATCH} at a risk of {@link #MISS}, else INCONCLUSIVE
 * @param from index of the first night that it looks at
 * @param size bounds of the drift, at these two risks
 * @param estimate of the drift; positive means worse
 */
public record Drift(Outcome outcome, int from, double estimate, Interval size) {

  /** How many nights make a level. */
  public static final int NIGHTS = 5;

  /** A drift up to here never fails, in the unit of the values. */
  public static final double ALLOW = 0.01;

  /** A drift of this size must be found. */
  public static final double CATCH = 0.03;

  /** Risk of a FAIL where the drift is not above what is allowed. */
  public static final double FALSE_ALARM = 1e-5;

  /** Risk of a PASS where the drift is not below what must be found. */
  public static final double MISS = 0.01;

  /**
   * Judges the nights from {@code from} on.
   *
   * @param changes first nights of new levels
   * @return empty if there are not twice {@value #NIGHTS} of them
   */
  static Optional<Drift> of(double[] values, int from, Series.Kind kind, List<Integer> changes) {
    int n = values.length - from;
    if (n < 2 * NIGHTS) {
      return Optional.empty();
    }
    double now = mean(values, values.length - NIGHTS);
    double estimate = now - mean(values, from);
    double error =
        kind == Series.Kind.EXACT ? 0 : spread(values, from, changes) * Math.sqrt(2.0 / NIGHTS);
    TDistribution t = new TDistribution(2.0 * (n - 1) * (n - 1) / (3.0 * n - 4));
    double lower = estimate + error * t.inverseCumulativeProbability(FALSE_ALARM);
    double upper = estimate - error * t.inverseCumulativeProbability(MISS);
    Outcome outcome =
        lower > ALLOW ? Outcome.FAIL : upper < CATCH ? Outcome.PASS : Outcome.INCONCLUSIVE;
    return Optional.of(new Drift(outcome, from, estimate, new Interval(lower, upper, 1 - MISS)));
  }

  private static double mean(double[] values, int from) {
    return Arrays.stream(values, from, from + NIGHTS).average().orElseThrow();
  }

  /** The standard deviation from night to night within levels; 0 with fewer than two nights. */
  static double spread(double[] values, int from, List<Integer> changes) {
    return Math.sqrt(
        IntStream.range(from + 1, values.length)
            .filter(night -> !changes.contains(night))
            .mapToDouble(night -> (values[night] - values[night - 1]))
            .map(difference -> difference * difference / 2)
            .average()
            .orElse(0));
  }
}

package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.HodgesLehmann;
import dev.touchstone.scenarios.Direction;
import dev.touchstone.scenarios.Metric;
import java.util.List;

/**
 * How a candidate compares with a baseline in one metric, from replicates that were measured side
 * by side. Losses are fractions of the baseline's value; positive means worse, whatever the
 * direction of the metric.
 */
public final class Comparison {

  /** Risk of the lower bound: of calling a loss what is none. */
  public static final double FALSE_ALARM = 0.001;

  /** Risk of the upper bound: of passing what should have been caught. */
  public static final double MISS = 0.01;

  private final Metric metric;
  private final TimeDomain domain;
  private final String candidate;
  private final String baseline;
  private final List<Double> evidence;
  private final HodgesLehmann center;

  /**
   * Takes the evidence.
   *
   * @param domain for memory, which has no clock, {@code WALL}
   * @param evidence for each replicate the log of the ratio of costs (time, bytes), candidate over
   *     baseline; at least one, each finite
   */
  public Comparison(
      Metric metric, TimeDomain domain, String candidate, String baseline, List<Double> evidence) {
    this.metric = metric;
    this.domain = domain;
    this.candidate = candidate;
    this.baseline = baseline;
    this.evidence = List.copyOf(evidence);
    this.center = HodgesLehmann.of(evidence.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** What was compared. */
  public Metric metric() {
    return metric;
  }

  /** The clock. */
  public TimeDomain domain() {
    return domain;
  }

  /** The arm that is judged. */
  public String candidate() {
    return candidate;
  }

  /** The arm that it is compared with. */
  public String baseline() {
    return baseline;
  }

  /** The log ratios, in the order of the replicates. */
  public List<Double> evidence() {
    return evidence;
  }

  /** How many replicates. */
  public int n() {
    return evidence.size();
  }

  /** The Hodges-Lehmann estimate of the loss. */
  public double estimate() {
    return loss(center.estimate());
  }

  /**
   * Bounds of the loss: the lower at risk {@link #FALSE_ALARM}, the upper at risk {@link #MISS};
   * infinite where there are too few replicates.
   */
  public Interval interval() {
    return new Interval(
        loss(center.lower(FALSE_ALARM)), loss(center.upper(MISS)), 1 - Math.max(FALSE_ALARM, MISS));
  }

  /** The risk of the claim that the loss is above {@code loss}. */
  public double riskOfLossAbove(double loss) {
    return center.riskOfAbove(cost(loss));
  }

  /**
   * The smallest loss that a repetition at the same noise would call a loss nine times in ten: the
   * allowed loss plus the width of the interval.
   */
  public double smallestDetectable(double allow) {
    return loss(cost(allow) + center.upper(MISS) - center.lower(FALSE_ALARM));
  }

  /** A log ratio of costs as a loss. A rate falls by {@code 1 - 1 / ratio} when its cost rises. */
  private double loss(double logRatio) {
    return metric.direction() == Direction.LOWER_IS_BETTER
        ? Math.expm1(logRatio)
        : -Math.expm1(-logRatio);
  }

  private double cost(double loss) {
    return metric.direction() == Direction.LOWER_IS_BETTER ? Math.log1p(loss) : -Math.log1p(-loss);
  }
}

package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.HodgesLehmann;
import dev.touchstone.baselines.statistics.Look;
import dev.touchstone.baselines.statistics.Looks;
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
  public static final double FALSE_ALARM = Looks.FALSE_ALARM;

  /** Risk of the upper bound: of passing what should have been caught. */
  public static final double MISS = Looks.MISS;

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

  /**
   * Bounds of the loss as a look sees them, each at the look's own risk; a look that may take less
   * risk than there is in so few replicates is shown the weakest bound that they have.
   */
  Interval at(Look look) {
    double least = Math.pow(2, -n()) * (1 + 1e-9);
    return new Interval(
        loss(center.lower(Math.max(look.falseAlarm(), least))),
        loss(center.upper(Math.max(look.miss(), least))),
        1 - MISS);
  }

  /** The risk of the claim that the loss is above {@code loss}, after a single look. */
  double riskOfLossAbove(double loss) {
    return center.riskOfAbove(cost(metric.direction(), loss));
  }

  /** The lower bound of the loss at some risk. */
  double lower(double risk) {
    return loss(center.lower(risk));
  }

  /**
   * The smallest loss that a look would see at least nine times in ten, at this noise, and that
   * fresh pairs would confirm: the loss that is allowed, plus the distance from the upper bound at
   * {@link #MISS} to the lower bound at the look's risk.
   *
   * @param allow the loss that is allowed
   * @param alarm the look's risk of a false alarm
   * @return infinite for a cost, 1 for a rate, if these are too few replicates to find any loss
   */
  public double smallestDetectable(double allow, double alarm) {
    return loss(cost(metric.direction(), allow) + width(alarm));
  }

  /**
   * The smallest gain that would pass at least nine times in ten, at this noise.
   *
   * @param demanded the gain that is demanded, as a loss: not above 0
   */
  double smallestRecognizedGain(double demanded, double alarm) {
    return -loss(cost(metric.direction(), demanded) - width(alarm));
  }

  private double width(double alarm) {
    return center.upper(MISS) - center.lower(alarm);
  }

  /** A log ratio of costs as a loss. A rate falls by {@code 1 - 1 / ratio} when its cost rises. */
  private double loss(double logRatio) {
    return metric.direction() == Direction.LOWER_IS_BETTER
        ? Math.expm1(logRatio)
        : -Math.expm1(-logRatio);
  }

  /** A loss as a log ratio of costs. */
  static double cost(Direction direction, double loss) {
    return direction == Direction.LOWER_IS_BETTER ? Math.log1p(loss) : -Math.log1p(-loss);
  }
}

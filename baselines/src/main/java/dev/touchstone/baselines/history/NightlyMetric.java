package dev.touchstone.baselines.history;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.TimeDomain;
import dev.touchstone.baselines.store.PairedChange;
import dev.touchstone.baselines.store.Repin;
import dev.touchstone.baselines.store.RunRecord;
import dev.touchstone.scenarios.Direction;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a metric is read from a run as one number against the reference of that run: never an
 * absolute time, which tells more about the night than about the model.
 *
 * @param metric one of {@link #all()}
 */
public record NightlyMetric(Metric metric) {

  /** Rejects a metric that has no history. */
  public NightlyMetric {
    if (!isKnown(metric)) {
      throw new IllegalArgumentException(metric.key() + " has no history");
    }
  }

  private static boolean isKnown(Metric metric) {
    return PairedChange.METRICS.contains(metric)
        || metric == Metric.SIZE
        || metric == Metric.ENERGY
        || (metric.isQuality() && metric.unit() != Unit.COUNT);
  }

  /** Every metric that has a history. */
  public static List<NightlyMetric> all() {
    return Arrays.stream(Metric.values())
        .filter(NightlyMetric::isKnown)
        .map(NightlyMetric::new)
        .toList();
  }

  /** The one of that key. */
  public static Optional<NightlyMetric> ofKey(String key) {
    return all().stream().filter(each -> each.key().equals(key)).findFirst();
  }

  /** The name in scenario and result files. */
  public String key() {
    return metric.key();
  }

  /**
   * Whether it comes from pairs of workers, so that another reference must be measured to chain.
   */
  boolean isPaired() {
    return PairedChange.METRICS.contains(metric);
  }

  Loss.Scale scale() {
    return metric.unit() == Unit.FRACTION ? Loss.Scale.POINTS : Loss.Scale.RELATIVE;
  }

  Series.Kind kind() {
    return metric == Metric.SIZE || metric.isQuality() ? Series.Kind.EXACT : Series.Kind.SCATTERED;
  }

  /** The loss against the reference of that run; empty if the run does not tell. */
  OptionalDouble value(RunRecord run, String arm) {
    return isPaired()
        ? change(run, arm).map(c -> OptionalDouble.of(c.logRatio())).orElse(OptionalDouble.empty())
        : loss(measured(run, arm), measured(run, Arm.REFERENCE));
  }

  /** Its bounds from the pairs of that run. */
  Optional<Interval> interval(RunRecord run, String arm) {
    return isPaired() ? change(run, arm).map(PairedChange::interval) : Optional.empty();
  }

  /**
   * The loss of the reference of one run against that of an earlier one; empty if nobody measured
   * it. Size and quality do not depend on the night, so that the runs themselves tell.
   */
  OptionalDouble factor(RunRecord before, RunRecord run, List<Repin> repins) {
    if (kind() == Series.Kind.EXACT) {
      return loss(measured(run, Arm.REFERENCE), measured(before, Arm.REFERENCE));
    }
    String from = sha256(before);
    String to = sha256(run);
    OptionalDouble factor = OptionalDouble.empty();
    for (Repin repin : repins) {
      if (repin.metric() == metric && repin.from().equals(from) && repin.to().equals(to)) {
        factor = OptionalDouble.of(repin.logRatio());
      } else if (repin.metric() == metric && repin.from().equals(to) && repin.to().equals(from)) {
        factor = OptionalDouble.of(-repin.logRatio());
      }
    }
    return factor;
  }

  private static String sha256(RunRecord run) {
    return run.arm(Arm.REFERENCE).map(Arm::sha256).orElse("");
  }

  private Optional<PairedChange> change(RunRecord run, String arm) {
    return run.changes().stream()
        .filter(c -> c.metric() == metric && c.domain() == TimeDomain.WALL)
        .filter(c -> c.arm().equals(arm) && c.against().equals(Arm.REFERENCE))
        .findFirst();
  }

  private OptionalDouble measured(RunRecord run, String arm) {
    return run.measurements().stream()
        .filter(m -> m.metric() == metric && m.arm().equals(arm) && m.slice().isEmpty())
        .map(Measurement::value)
        .mapToDouble(quantity -> quantity.value())
        .findFirst();
  }

  private OptionalDouble loss(OptionalDouble ours, OptionalDouble theirs) {
    if (ours.isEmpty() || theirs.isEmpty()) {
      return OptionalDouble.empty();
    }
    double worse =
        scale() == Loss.Scale.POINTS
            ? ours.getAsDouble() - theirs.getAsDouble()
            : Math.log(ours.getAsDouble() / theirs.getAsDouble());
    double loss = metric.direction() == Direction.HIGHER_IS_BETTER ? -worse : worse;
    return Double.isFinite(loss) ? OptionalDouble.of(loss) : OptionalDouble.empty();
  }
}

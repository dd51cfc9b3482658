package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.Proportion;
import dev.touchstone.baselines.statistics.Resampling;
import dev.touchstone.scenarios.Direction;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Unit;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.Slice;

/**
 * Resamples quality metrics that are no mean of independent samples; whole clusters where samples
 * come in clusters. Seeded by the run and the question.
 */
final class ScoreResampling {

  private final Metric metric;
  private final Cut cut;
  private final Labels labels;
  private final Slice slice;
  private final int[] unit;
  private final int units;
  private final Resampling resampling;

  ScoreResampling(Question question, Cut cut, Labels labels) {
    this.metric = question.metric();
    this.cut = cut;
    this.labels = labels;
    this.slice = PreparedMetric.positions(metric, labels, cut);
    this.unit = cut.units().of(slice);
    this.units = cut.units().count(slice);
    long salt = (question.arm() + '\n' + metric.key() + '\n' + cut.name()).hashCode();
    this.resampling = new Resampling(question.run().seed() ^ (salt << 32));
  }

  /**
   * Bounds of one model's value. Those of a share are not nearer to it than Wilson's would be if
   * all units agreed: a bootstrap of three units that are all right would be sure that all are.
   */
  Bounds bounds(Predictions predictions, double level) {
    PreparedMetric prepared =
        PreparedMetric.of(metric, labels, predictions, predictions, cut, slice);
    Draw draw = new Draw(unit, units);
    double value = prepared.value(draw, 0);
    Bounds drawn = resampling.bootstrap(units, d -> prepared.value(draw.of(d), 0), level);
    if (metric.unit() != Unit.FRACTION) {
      return drawn;
    }
    double unseen = new Proportion(0, units).wilson(level).upper();
    return new Bounds(
        Math.max(0, Math.min(drawn.lower(), value - unseen)),
        Math.min(1, Math.max(drawn.upper(), value + unseen)));
  }

  /** The loss of one model against another on the same samples. */
  final class PairedLoss {

    private final PreparedMetric prepared;
    private final Loss.Scale scale;

    PairedLoss(Predictions now, Predictions before, Loss.Scale scale) {
      this.prepared = PreparedMetric.of(metric, labels, now, before, cut, slice);
      this.scale = scale;
    }

    /** Bounds of the loss. */
    Bounds bounds(double level) {
      Draw draw = new Draw(unit, units);
      return resampling.bootstrap(units, drawn -> of(draw.of(drawn)), level);
    }

    /**
     * The risk of the claim that the loss is above {@code allow}: by exchanging the two models'
     * answers if nothing is allowed, and by the bootstrap if anything else is; for a loss that must
     * be above something by both, whichever is larger.
     */
    double riskOfAbove(double allow) {
      double exchanged = allow < 0 ? 0 : riskOfAnyLoss();
      if (allow == 0) {
        return exchanged;
      }
      Draw draw = new Draw(unit, units);
      double above = resampling.riskOfAbove(allow, units, drawn -> of(draw.of(drawn)));
      return Math.max(exchanged, above);
    }

    private double riskOfAnyLoss() {
      Draw draw = new Draw(unit, units);
      return resampling.signFlip(
          units, Resampling.PERMUTATIONS, exchanged -> of(draw.exchanging(exchanged)));
    }

    private double of(Draw draw) {
      return loss(prepared.value(draw, 0), prepared.value(draw, 1), scale);
    }
  }

  /** A loss in the metric's direction; NaN if one of the values is unknown. */
  double loss(double now, double before, Loss.Scale scale) {
    double worse = metric.direction() == Direction.HIGHER_IS_BETTER ? before - now : now - before;
    return scale == Loss.Scale.POINTS || worse == 0 ? worse : worse / before;
  }
}

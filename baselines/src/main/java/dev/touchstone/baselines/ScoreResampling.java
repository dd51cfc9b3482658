package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.Resampling;
import dev.touchstone.scenarios.Direction;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.Score;
import dev.touchstone.scenarios.quality.Slice;
import java.util.stream.IntStream;

/** Resamples quality metrics that are no mean of samples; seeded by the run and the question. */
final class ScoreResampling {

  private final Metric metric;
  private final Cut cut;
  private final Labels labels;
  private final Resampling resampling;

  ScoreResampling(Question question, Cut cut, Labels labels) {
    this.metric = question.metric();
    this.cut = cut;
    this.labels = labels;
    long salt = (question.arm() + '\n' + metric.key() + '\n' + cut.name()).hashCode();
    this.resampling = new Resampling(question.run().seed() ^ (salt << 32));
  }

  /** Bounds of one model's value. */
  Bounds bounds(Predictions predictions, double level) {
    return resampling.bootstrap(
        cut.slice().size(), drawn -> value(predictions, cut.on(pick(drawn))), level);
  }

  /** Bounds of the loss of one model against another on the same samples. */
  Bounds lossBounds(Predictions now, Predictions before, Loss.Scale scale, double level) {
    return resampling.bootstrap(
        cut.slice().size(),
        drawn -> {
          Cut resample = cut.on(pick(drawn));
          return loss(value(now, resample), value(before, resample), scale);
        },
        level);
  }

  /** The risk of the claim that there is a loss, by exchanging answers of the two models. */
  double riskOfLoss(Predictions now, Predictions before, Loss.Scale scale) {
    Exchange exchange = Exchange.between(now, before);
    Slice slice = cut.slice();
    return resampling.signFlip(
        slice.size(),
        metric == Metric.QUALITY_AUC ? Resampling.FEWER_PERMUTATIONS : Resampling.PERMUTATIONS,
        exchanged -> {
          boolean[] mask = new boolean[now.size()];
          for (int i = 0; i < exchanged.length; i++) {
            mask[slice.at(i)] = exchanged[i];
          }
          return loss(value(exchange.first(mask), cut), value(exchange.second(mask), cut), scale);
        });
  }

  /** A loss in the metric's direction; NaN if one of the values is unknown. */
  double loss(double now, double before, Loss.Scale scale) {
    double worse = metric.direction() == Direction.HIGHER_IS_BETTER ? before - now : now - before;
    return scale == Loss.Scale.POINTS || worse == 0 ? worse : worse / before;
  }

  private double value(Predictions predictions, Cut part) {
    return QualityScore.of(metric, labels, predictions, part).map(Score::value).orElse(Double.NaN);
  }

  private Slice pick(int[] drawn) {
    return Slice.of(IntStream.of(drawn).map(cut.slice()::at).toArray());
  }

  /** Two models' answers, some of which change places. */
  private interface Exchange {

    Predictions first(boolean[] exchanged);

    Predictions second(boolean[] exchanged);

    static Exchange between(Predictions a, Predictions b) {
      if (a instanceof Predictions.Scores first && b instanceof Predictions.Scores second) {
        return new ScoreExchange(rows(first), rows(second));
      }
      return new ValueExchange((Predictions.Values) a, (Predictions.Values) b);
    }

    private static float[][] rows(Predictions.Scores scores) {
      float[][] rows = new float[scores.size()][scores.classes()];
      for (int i = 0; i < rows.length; i++) {
        for (int k = 0; k < rows[i].length; k++) {
          rows[i][k] = scores.score(i, k);
        }
      }
      return rows;
    }
  }

  private static final class ScoreExchange implements Exchange {

    private final float[][] a;
    private final float[][] b;

    ScoreExchange(float[][] a, float[][] b) {
      this.a = a;
      this.b = b;
    }

    @Override
    public Predictions first(boolean[] exchanged) {
      return mixed(a, b, exchanged);
    }

    @Override
    public Predictions second(boolean[] exchanged) {
      return mixed(b, a, exchanged);
    }

    private static Predictions mixed(float[][] own, float[][] other, boolean[] exchanged) {
      float[][] rows = own.clone();
      for (int i = 0; i < rows.length; i++) {
        if (exchanged[i]) {
          rows[i] = other[i];
        }
      }
      return new Predictions.Scores(rows);
    }
  }

  private record ValueExchange(Predictions.Values a, Predictions.Values b) implements Exchange {

    @Override
    public Predictions first(boolean[] exchanged) {
      return mixed(a, b, exchanged);
    }

    @Override
    public Predictions second(boolean[] exchanged) {
      return mixed(b, a, exchanged);
    }

    private static Predictions mixed(
        Predictions.Values own, Predictions.Values other, boolean[] exchanged) {
      return new Predictions.Values(
          IntStream.range(0, own.size())
              .mapToDouble(i -> exchanged[i] ? other.at(i) : own.at(i))
              .toArray());
    }
  }
}

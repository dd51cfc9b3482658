package dev.touchstone.baselines;

import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.quality.Auc;
import dev.touchstone.scenarios.quality.CalibrationError;
import dev.touchstone.scenarios.quality.Confusion;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.Regression;
import dev.touchstone.scenarios.quality.Score;
import dev.touchstone.scenarios.quality.Slice;
import java.util.Arrays;
import java.util.List;

/**
 * A quality metric of two models on the same samples, prepared so that every resample costs one
 * pass over the samples and nothing is sorted twice.
 */
interface PreparedMetric {

  /**
   * The metric of one model on a resample; NaN if it has no value there.
   *
   * @param model 0 or 1
   */
  double value(Draw draw, int model);

  /**
   * Prepares a metric that has a value for both models on the whole slice.
   *
   * @param slice the positions that are drawn from
   */
  static PreparedMetric of(
      Metric metric, Labels labels, Predictions first, Predictions second, Cut cut, Slice slice) {
    if (labels instanceof Labels.Values values) {
      boolean squared = metric == Metric.QUALITY_RMSE;
      double[][] errors = new double[2][];
      errors[0] = at(slice, Regression.errors(values, (Predictions.Values) first, squared));
      errors[1] = at(slice, Regression.errors(values, (Predictions.Values) second, squared));
      return new OfErrors(errors, squared);
    }
    Labels.Classes classes = (Labels.Classes) labels;
    Predictions.Scores one = (Predictions.Scores) first;
    Predictions.Scores two = (Predictions.Scores) second;
    return switch (metric) {
      case QUALITY_AUC -> OfRanks.of(classes, one, two, slice);
      case QUALITY_ECE ->
          new OfGaps(
              List.of(
                  new CalibrationError.Gaps(classes, one), new CalibrationError.Gaps(classes, two)),
              slice);
      default -> OfCounts.of(metric, classes, one, two, cut, slice);
    };
  }

  private static double[] at(Slice slice, double[] values) {
    return slice.indices().mapToDouble(i -> values[i]).toArray();
  }

  /** Means of errors, and the root of those of squared errors. */
  final class OfErrors implements PreparedMetric {

    private final double[][] errors;
    private final boolean squared;

    OfErrors(double[][] errors, boolean squared) {
      this.errors = errors;
      this.squared = squared;
    }

    @Override
    public double value(Draw draw, int model) {
      double sum = 0;
      long n = 0;
      for (int i = 0; i < draw.size(); i++) {
        int times = draw.times(i);
        if (times > 0) { // an infinite error that was not drawn does not count
          sum += times * errors[draw.source(i, model)][i];
          n += times;
        }
      }
      return squared ? Math.sqrt(sum / n) : sum / n;
    }
  }

  /** The expected calibration error, by adding up the gaps of each bin. */
  record OfGaps(List<CalibrationError.Gaps> gaps, Slice slice) implements PreparedMetric {

    @Override
    public double value(Draw draw, int model) {
      double[] sums = new double[gaps.get(0).bins()];
      long n = 0;
      for (int i = 0; i < draw.size(); i++) {
        CalibrationError.Gaps own = gaps.get(draw.source(i, model));
        sums[own.bin(slice.at(i))] += draw.times(i) * own.gap(slice.at(i));
        n += draw.times(i);
      }
      return n == 0 ? Double.NaN : gaps.get(0).error(sums, n);
    }
  }

  /** Metrics of right and wrong answers. */
  final class OfCounts implements PreparedMetric {

    private final Metric metric;
    private final Cut cut;
    private final int classes;
    private final int[] labels;
    private final int[][] answers;

    private OfCounts(Metric metric, Cut cut, int classes, int[] labels, int[][] answers) {
      this.metric = metric;
      this.cut = cut;
      this.classes = classes;
      this.labels = labels;
      this.answers = answers;
    }

    static OfCounts of(
        Metric metric,
        Labels.Classes labels,
        Predictions.Scores one,
        Predictions.Scores two,
        Cut cut,
        Slice slice) {
      int classes = Math.max(QualityScore.classes(labels, one), QualityScore.classes(labels, two));
      int[][] answers = new int[2][];
      int[] first = Confusion.answers(labels, one);
      int[] second = Confusion.answers(labels, two);
      answers[0] = slice.indices().map(i -> first[i]).toArray();
      answers[1] = slice.indices().map(i -> second[i]).toArray();
      return new OfCounts(metric, cut, classes, slice.indices().map(labels::at).toArray(), answers);
    }

    @Override
    public double value(Draw draw, int model) {
      long[] right = new long[classes];
      long[] labeled = new long[classes];
      long[] answered = new long[classes];
      for (int i = 0; i < draw.size(); i++) {
        int answer = answers[draw.source(i, model)][i];
        int times = draw.times(i);
        labeled[labels[i]] += times;
        if (answer >= 0) {
          answered[answer] += times;
          right[answer] += answer == labels[i] ? times : 0;
        }
      }
      Confusion counts = Confusion.ofCounts(right, labeled, answered);
      return QualityScore.ofCounts(metric, counts, cut, classes)
          .map(Score::value)
          .orElse(Double.NaN);
    }
  }

  /**
   * The area under the ROC curve from ranks within each model. Models change places by their ranks,
   * so that only the order of the samples matters and not the scale of the scores. Source:
   * Venkatraman and Begg, Biometrika 83 (1996) 835; Bandos, Rockette and Gur, Statistics in
   * Medicine 24 (2005) 2873.
   */
  final class OfRanks implements PreparedMetric {

    private final List<Ranks> classes;

    private OfRanks(List<Ranks> classes) {
      this.classes = classes;
    }

    /** One class against the others. */
    private static final class Ranks {

      private final boolean[] positive;
      private final int[][] rank;

      /**
       * Keeps both.
       *
       * @param rank for each model and position twice its mid-rank, from 2 to twice the size
       */
      Ranks(boolean[] positive, int[][] rank) {
        this.positive = positive;
        this.rank = rank;
      }
    }

    static OfRanks of(
        Labels.Classes labels, Predictions.Scores one, Predictions.Scores two, Slice slice) {
      return new OfRanks(
          Auc.positives(labels).stream()
              .map(
                  label -> {
                    boolean[] positive = new boolean[slice.size()];
                    for (int i = 0; i < positive.length; i++) {
                      positive[i] = labels.at(slice.at(i)) == label;
                    }
                    int[][] rank = new int[2][];
                    rank[0] = doubledRanks(at(slice, Auc.orders(labels, one, label)));
                    rank[1] = doubledRanks(at(slice, Auc.orders(labels, two, label)));
                    return new Ranks(positive, rank);
                  })
              .toList());
    }

    private static int[] doubledRanks(double[] orders) {
      double[] sorted = orders.clone();
      Arrays.sort(sorted);
      return Arrays.stream(orders)
          .mapToInt(
              order -> {
                int below = firstAtLeast(sorted, order);
                int notAbove = firstAbove(sorted, order);
                return below + 1 + notAbove; // twice the mean of the ranks below + 1 .. notAbove
              })
          .toArray();
    }

    private static int firstAtLeast(double[] sorted, double value) {
      int low = 0;
      int high = sorted.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (sorted[middle] < value) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private static int firstAbove(double[] sorted, double value) {
      return value == Double.POSITIVE_INFINITY
          ? sorted.length
          : firstAtLeast(sorted, Math.nextUp(value));
    }

    @Override
    public double value(Draw draw, int model) {
      int[] positives = new int[2 * draw.size() + 1];
      int[] negatives = new int[2 * draw.size() + 1];
      double sum = 0;
      int counted = 0;
      for (Ranks ranks : classes) {
        double area = area(ranks, draw, model, positives, negatives);
        if (!Double.isNaN(area)) {
          sum += area;
          counted++;
        }
      }
      return counted == 0 ? Double.NaN : sum / counted;
    }

    private static double area(
        Ranks ranks, Draw draw, int model, int[] positives, int[] negatives) {
      Arrays.fill(positives, 0);
      Arrays.fill(negatives, 0);
      for (int i = 0; i < draw.size(); i++) {
        int rank = ranks.rank[draw.source(i, model)][i];
        (ranks.positive[i] ? positives : negatives)[rank] += draw.times(i);
      }
      double above = 0; // pairs in the right order, ties counted as one half
      long below = 0;
      long all = 0;
      for (int rank = 0; rank < positives.length; rank++) {
        above += positives[rank] * (below + negatives[rank] / 2.0);
        below += negatives[rank];
        all += positives[rank];
      }
      return above / ((double) all * below);
    }
  }

  /** The samples that a metric is computed from: to name a class rightly, all of them matter. */
  static Slice positions(Metric metric, Labels labels, Cut cut) {
    boolean others = metric == Metric.QUALITY_PRECISION || metric == Metric.QUALITY_F1;
    return others ? cut.slice() : cut.own(labels);
  }
}

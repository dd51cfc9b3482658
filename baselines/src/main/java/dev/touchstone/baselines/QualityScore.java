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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The value of a quality metric on a part of the samples. */
final class QualityScore {

  private QualityScore() {}

  /**
   * Computes a metric; without a class, recall and precision are the unweighted means over the
   * classes that have one.
   *
   * @return empty if the metric has no value there, or does not fit labels and predictions
   */
  static Optional<Score> of(Metric metric, Labels labels, Predictions predictions, Cut cut) {
    if (labels instanceof Labels.Values values
        && predictions instanceof Predictions.Values answers) {
      return switch (metric) {
        case QUALITY_MAE -> Regression.mae(values, answers, cut.slice());
        case QUALITY_RMSE -> Regression.rmse(values, answers, cut.slice());
        default -> Optional.empty();
      };
    }
    if (labels instanceof Labels.Classes classes
        && predictions instanceof Predictions.Scores scores) {
      return ofClassifier(metric, classes, scores, cut);
    }
    return Optional.empty();
  }

  private static Optional<Score> ofClassifier(
      Metric metric, Labels.Classes labels, Predictions.Scores scores, Cut cut) {
    if (metric == Metric.QUALITY_AUC) {
      return Auc.of(labels, scores, cut.own(labels));
    }
    if (scores.classes() < labels.names().size()) {
      return Optional.empty(); // a single score answers no class
    }
    Slice own = cut.own(labels);
    Confusion all = Confusion.of(labels, scores, cut.slice());
    int classes = Math.max(labels.names().size(), scores.classes());
    return switch (metric) {
      case QUALITY_TOP1 -> Confusion.of(labels, scores, own).top1();
      case QUALITY_RECALL -> perClass(cut, classes, all::recall);
      case QUALITY_PRECISION -> perClass(cut, classes, all::precision);
      case QUALITY_F1 -> cut.label().isPresent() ? all.f1(cut.label().getAsInt()) : all.macroF1();
      case QUALITY_ECE -> CalibrationError.expected(labels, scores, own);
      default -> Optional.empty();
    };
  }

  private static Optional<Score> perClass(
      Cut cut, int classes, IntFunction<Optional<Score>> metric) {
    if (cut.label().isPresent()) {
      return metric.apply(cut.label().getAsInt());
    }
    OptionalDouble mean =
        IntStream.range(0, classes)
            .mapToObj(metric)
            .flatMap(Optional::stream)
            .mapToDouble(Score::value)
            .average();
    return mean.isPresent()
        ? Optional.of(new Score(mean.getAsDouble(), cut.slice().size()))
        : Optional.empty();
  }

  /** Whether the metric is a share of the samples, so that binomial statistics apply. */
  static boolean isShare(Metric metric, Cut cut) {
    return metric == Metric.QUALITY_TOP1
        || (cut.label().isPresent()
            && (metric == Metric.QUALITY_RECALL || metric == Metric.QUALITY_PRECISION));
  }

  /** Whether the metric is a mean over samples that two models share, so that they pair up. */
  static boolean isPairedMean(Metric metric, Cut cut) {
    return metric == Metric.QUALITY_TOP1
        || (metric == Metric.QUALITY_RECALL && cut.label().isPresent());
  }
}

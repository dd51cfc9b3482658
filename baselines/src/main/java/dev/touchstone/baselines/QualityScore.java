package dev.touchstone.baselines;

import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.quality.Auc;
import dev.touchstone.scenarios.quality.CalibrationError;
import dev.touchstone.scenarios.quality.Confusion;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.Regression;
import dev.touchstone.scenarios.quality.Score;
import java.util.List;
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
    return metric == Metric.QUALITY_ECE
        ? CalibrationError.expected(labels, scores, cut.own(labels))
        : ofCounts(metric, Confusion.of(labels, scores, cut.slice()), cut, classes(labels, scores));
  }

  /** As many as the labels name, or the model answers. */
  static int classes(Labels.Classes labels, Predictions.Scores scores) {
    return Math.max(labels.names().size(), scores.classes());
  }

  /**
   * A metric of right and wrong answers. That of several classes which belong together is the share
   * of their samples (recall, top-1), or the unweighted mean over them (precision, F1).
   *
   * @param all counts on all samples of the cut, not only those of its classes
   */
  static Optional<Score> ofCounts(Metric metric, Confusion all, Cut cut, int classes) {
    List<Integer> own = cut.classes();
    List<Integer> each = own.isEmpty() ? IntStream.range(0, classes).boxed().toList() : own;
    return switch (metric) {
      case QUALITY_TOP1 -> own.isEmpty() ? all.top1() : all.recall(own);
      case QUALITY_RECALL -> own.isEmpty() ? mean(each, cut, all::recall) : all.recall(own);
      case QUALITY_PRECISION ->
          own.size() == 1 ? all.precision(own.get(0)) : mean(each, cut, all::precision);
      case QUALITY_F1 ->
          own.isEmpty()
              ? all.macroF1()
              : own.size() == 1 ? all.f1(own.get(0)) : mean(each, cut, all::f1);
      default -> Optional.empty();
    };
  }

  private static Optional<Score> mean(
      List<Integer> classes, Cut cut, IntFunction<Optional<Score>> metric) {
    OptionalDouble mean =
        classes.stream()
            .map(metric::apply)
            .flatMap(Optional::stream)
            .mapToDouble(Score::value)
            .average();
    return mean.isPresent()
        ? Optional.of(new Score(mean.getAsDouble(), cut.slice().size()))
        : Optional.empty();
  }

  /** Whether the metric is a share of the samples, so that binomial statistics apply. */
  static boolean isShare(Metric metric, Cut cut) {
    return isPairedMean(metric, cut)
        || (metric == Metric.QUALITY_PRECISION && cut.label().isPresent());
  }

  /** Whether the metric is a mean over samples that two models share, so that they pair up. */
  static boolean isPairedMean(Metric metric, Cut cut) {
    return metric == Metric.QUALITY_TOP1
        || (metric == Metric.QUALITY_RECALL && !cut.classes().isEmpty());
  }
}

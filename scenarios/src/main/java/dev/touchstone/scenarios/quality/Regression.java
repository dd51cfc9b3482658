package dev.touchstone.scenarios.quality;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Errors of a regressor, in the unit of the labels. An answer that is NaN is boundlessly wrong: the
 * error is then infinite.
 */
public final class Regression {

  private Regression() {}

  /**
   * Mean absolute error on the samples of a slice.
   *
   * @return absent for an empty slice; n is the slice's size
   * @throws IllegalArgumentException if labels and answers differ in number
   */
  public static Optional<Score> mae(Labels.Values labels, Predictions.Values values, Slice slice) {
    return mean(labels, values, slice, Math::abs);
  }

  /**
   * Root of the mean squared error on the samples of a slice.
   *
   * @return absent for an empty slice; n is the slice's size
   * @throws IllegalArgumentException if labels and answers differ in number
   */
  public static Optional<Score> rmse(Labels.Values labels, Predictions.Values values, Slice slice) {
    return mean(labels, values, slice, error -> error * error)
        .map(mse -> new Score(Math.sqrt(mse.value()), mse.n()));
  }

  /**
   * How far each answer is from its label, squared or not; infinite for NaN.
   *
   * @throws IllegalArgumentException if labels and answers differ in number
   */
  public static double[] errors(Labels.Values labels, Predictions.Values values, boolean squared) {
    Answers.check(labels, values);
    return IntStream.range(0, values.size())
        .mapToDouble(i -> error(labels, values, i, squared ? e -> e * e : Math::abs))
        .toArray();
  }

  private static double error(
      Labels.Values labels, Predictions.Values values, int i, DoubleUnaryOperator lossOfError) {
    double error = values.at(i) - labels.at(i);
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : lossOfError.applyAsDouble(error);
  }

  private static Optional<Score> mean(
      Labels.Values labels,
      Predictions.Values values,
      Slice slice,
      DoubleUnaryOperator lossOfError) {
    Answers.check(labels, values);
    if (slice.size() == 0) {
      return Optional.empty();
    }
    double sum = 0;
    for (int i = 0; i < slice.size(); i++) {
      sum += error(labels, values, slice.at(i), lossOfError);
    }
    return Optional.of(new Score(sum / slice.size(), slice.size()));
  }
}

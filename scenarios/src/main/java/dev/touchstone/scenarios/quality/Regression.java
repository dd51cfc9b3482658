package dev.touchstone.scenarios.quality;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

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
      double error = values.at(slice.at(i)) - labels.at(slice.at(i));
      sum += Double.isNaN(error) ? Double.POSITIVE_INFINITY : lossOfError.applyAsDouble(error);
    }
    return Optional.of(new Score(sum / slice.size(), slice.size()));
  }
}

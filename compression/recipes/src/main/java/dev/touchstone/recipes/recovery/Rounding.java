package dev.touchstone.recipes.recovery;

/**
 * Up or down for each weight of one output channel, so that the channel's error on the inputs that
 * were seen, (q − w)ᵀ H (q − w), is small: coordinate descent, of which each step makes the error
 * smaller, so that the result is never worse than the start. The objective is that of AdaRound
 * (Nagel et al., ICML 2020, equation 13); coordinate descent on it is CDQuant's (Nair and Suggala,
 * 2024).
 */
final class Rounding {

  private final float[] moments;
  private final int size;

  /**
   * Keeps the second moments.
   *
   * @param moments of the inputs, {@code size × size}, symmetric
   */
  Rounding(float[] moments, int size) {
    this.moments = moments;
    this.size = size;
  }

  /**
   * Levels of one channel.
   *
   * @param weights in units of the scale, so that levels are whole numbers
   * @param start whole numbers that descent begins with, such as the nearest ones
   * @param low smallest level allowed
   * @param high largest level allowed
   * @param sweeps over all weights at most
   * @return whole numbers, each the start or next to its weight
   */
  double[] round(double[] weights, double[] start, double low, double high, int sweeps) {
    double[] levels = start.clone();
    double[] error = new double[size];
    for (int k = 0; k < size; k++) {
      error[k] = levels[k] - weights[k];
    }
    double[] gradient = product(error);
    boolean moved = true;
    for (int sweep = 0; sweep < sweeps && moved; sweep++) {
      moved = false;
      for (int k = 0; k < size; k++) {
        double other = Math.max(low, Math.min(high, other(weights[k], levels[k])));
        double step = other - levels[k];
        double change = 2 * step * gradient[k] + step * step * moments[k * size + k];
        // a change that is rounding noise could go back and forth for ever
        if (step != 0 && change < -1e-9 * moments[k * size + k]) {
          levels[k] = other;
          error[k] += step;
          int row = k * size;
          for (int j = 0; j < size; j++) {
            gradient[j] += step * moments[row + j];
          }
          moved = true;
        }
      }
    }
    return levels;
  }

  /** The whole number on the other side of a weight; the level itself if the weight is whole. */
  private static double other(double weight, double level) {
    return level > weight ? Math.floor(weight) : Math.ceil(weight);
  }

  /**
   * The loss of levels: (levels − weights)ᵀ H (levels − weights), in squared units of the scale.
   */
  double loss(double[] weights, double[] levels) {
    double[] error = new double[size];
    for (int k = 0; k < size; k++) {
      error[k] = levels[k] - weights[k];
    }
    double[] gradient = product(error);
    double loss = 0;
    for (int k = 0; k < size; k++) {
      loss += error[k] * gradient[k];
    }
    return loss;
  }

  private double[] product(double[] vector) {
    double[] result = new double[size];
    for (int k = 0; k < size; k++) {
      double v = vector[k];
      int row = k * size;
      for (int j = 0; v != 0 && j < size; j++) {
        result[j] += v * moments[row + j];
      }
    }
    return result;
  }
}

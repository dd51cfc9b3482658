package dev.touchstone.recipes.pruning;

import java.nio.FloatBuffer;

/**
 * Means and second moments of the channels of an activation: every position of every sample is one
 * observation of all channels. Not thread-safe.
 */
final class ChannelMoments {

  private final int channels;
  private final double[] sums;
  private final double[][] products;
  private long count;

  ChannelMoments(int channels) {
    this.channels = channels;
    sums = new double[channels];
    products = new double[channels][channels];
  }

  /**
   * Adds a tensor.
   *
   * @param values row-major
   * @param inner how many elements lie between two neighboring channels
   */
  void add(FloatBuffer values, int inner) {
    double[] x = new double[channels];
    int outer = values.limit() / channels / inner;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        for (int c = 0; c < channels; c++) {
          x[c] = values.get((o * channels + c) * inner + i);
          sums[c] += x[c];
        }
        addProducts(x);
      }
    }
    count += (long) outer * inner;
  }

  private void addProducts(double[] x) {
    for (int a = 0; a < channels; a++) {
      if (x[a] != 0) { // half of what follows a Relu
        double[] row = products[a];
        double xa = x[a];
        for (int b = 0; b <= a; b++) {
          row[b] += xa * x[b];
        }
      }
    }
  }

  /** Number of observations. */
  long count() {
    return count;
  }

  int channels() {
    return channels;
  }

  double mean(int channel) {
    return count == 0 ? 0 : sums[channel] / count;
  }

  /** Mean of the product of two channels. */
  double moment(int a, int b) {
    return count == 0 ? 0 : (a >= b ? products[a][b] : products[b][a]) / count;
  }

  /** Covariance of two channels. */
  double covariance(int a, int b) {
    return moment(a, b) - mean(a) * mean(b);
  }
}

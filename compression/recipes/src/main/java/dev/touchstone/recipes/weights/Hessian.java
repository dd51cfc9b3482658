package dev.touchstone.recipes.weights;

import java.nio.FloatBuffer;

/**
 * Second moments of what a layer is multiplied with, H = Σ xᵀx over all rows x that were seen: with
 * it the error of a layer's output is (w − ŵ) H (w − ŵ)ᵀ for each row w of weights. Doubles; takes
 * {@code 8 · n²} bytes.
 */
final class Hessian {

  private final int size;
  private final double[] sums;
  private long seen;

  Hessian(int size) {
    this.size = size;
    sums = new double[Math.multiplyExact(size, size)];
  }

  /** Bytes of one for rows of so many numbers. */
  static long bytes(int size) {
    return 8L * size * size;
  }

  /** Takes in rows of finite numbers, one after the other. */
  void see(FloatBuffer values) {
    double[] row = new double[size];
    int at = values.position();
    for (; at + size <= values.limit(); at += size) {
      for (int i = 0; i < size; i++) {
        row[i] = values.get(at + i);
      }
      add(row);
      seen++;
    }
  }

  private void add(double[] row) {
    for (int i = 0; i < size; i++) {
      double x = row[i];
      if (x != 0) { // behind a Relu half of them are
        int start = i * size;
        for (int j = i; j < size; j++) {
          sums[start + j] += x * row[j];
        }
      }
    }
  }

  int size() {
    return size;
  }

  /** How many rows were seen. */
  long seen() {
    return seen;
  }

  /** An element; symmetric. */
  double at(int i, int j) {
    return i <= j ? sums[i * size + j] : sums[j * size + i];
  }

  /** error · H · errorᵀ. */
  double energy(double[] error) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double inner = sums[i * size + i] * error[i] / 2;
      for (int j = i + 1; j < size; j++) {
        inner += sums[i * size + j] * error[j];
      }
      sum += 2 * error[i] * inner;
    }
    return sum;
  }
}

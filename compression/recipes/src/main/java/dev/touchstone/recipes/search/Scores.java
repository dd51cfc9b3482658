package dev.touchstone.recipes.search;

import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * An output that holds a score for each class, as rows of scores. Classes are dimension 1 of {@code
 * [batch, classes]} and {@code [batch, classes, height, width]}, and the last of {@code [batch,
 * places, classes]}.
 */
final class Scores {

  private final FloatBuffer values;
  private final int classes;
  private final int inner;
  private final int rows;

  private Scores(FloatBuffer values, int classes, int inner) {
    this.values = values;
    this.classes = classes;
    this.inner = inner;
    this.rows = values.limit() / classes;
  }

  /** The scores in a tensor; empty if it holds no floats, or only one class. */
  static Optional<Scores> of(Tensor tensor) {
    long[] shape = tensor.shape();
    if (tensor.type() != ElementType.FLOAT32 || shape.length == 0) {
      return Optional.empty();
    }
    int axis = shape.length == 1 ? 0 : shape.length == 3 ? 2 : 1;
    int classes = Math.toIntExact(shape[axis]);
    int inner = 1;
    for (int d = axis + 1; d < shape.length; d++) {
      inner = Math.toIntExact(inner * shape[d]);
    }
    boolean none = classes < 2 || tensor.elements().limit() == 0;
    return none
        ? Optional.empty()
        : Optional.of(new Scores(tensor.elements().asFloatBuffer(), classes, inner));
  }

  int rows() {
    return rows;
  }

  int classes() {
    return classes;
  }

  private float at(int row, int c) {
    return values.get((row / inner * classes + c) * inner + row % inner);
  }

  /** The class with the largest score; the first of equals. */
  int answer(int row) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = at(row, c) > at(row, best) ? c : best;
    }
    return best;
  }

  /**
   * Kullback-Leibler divergence of other scores from these, in nats, mean over rows. Scores that
   * are no probabilities become some by softmax.
   */
  double divergence(Scores other) {
    double sum = 0;
    for (int row = 0; row < rows && row < other.rows; row++) {
      double[] p = probabilities(row);
      double[] q = other.probabilities(row);
      for (int c = 0; c < Math.min(p.length, q.length); c++) {
        // a class that one side all but excludes must not make the sum infinite
        sum += p[c] > 0 ? p[c] * Math.log(p[c] / Math.max(q[c], 1e-12)) : 0;
      }
    }
    return Math.max(0, sum / Math.max(1, rows));
  }

  private double[] probabilities(int row) {
    double[] result = new double[classes];
    double sum = 0;
    double largest = Double.NEGATIVE_INFINITY;
    boolean shares = true;
    for (int c = 0; c < classes; c++) {
      result[c] = at(row, c);
      sum += result[c];
      largest = Math.max(largest, result[c]);
      shares &= result[c] >= 0;
    }
    if (shares && Math.abs(sum - 1) < 1e-2) {
      for (int c = 0; c < classes; c++) {
        result[c] /= sum;
      }
      return result;
    }
    double total = 0;
    for (int c = 0; c < classes; c++) {
      result[c] = Math.exp(result[c] - largest);
      total += result[c];
    }
    for (int c = 0; c < classes; c++) {
      result[c] /= total;
    }
    return result;
  }
}

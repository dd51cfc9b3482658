package dev.touchstone.recipes.weights;

import java.util.Arrays;
import java.util.Optional;

/**
 * Factors of symmetric positive definite matrices, in place, in doubles (Golub and Van Loan, Matrix
 * Computations, algorithm 4.2.1). Matrices are square, row after row.
 */
final class Cholesky {

  private Cholesky() {}

  /**
   * Puts the lower factor L with A = L · Lᵀ in the place of A; what is above the diagonal becomes
   * 0.
   *
   * @return whether A is positive definite; if not, what is left in its place is of no use
   */
  static boolean factor(double[] a, int n) {
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double sum = a[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= a[i * n + k] * a[j * n + k];
        }
        if (i == j) {
          if (!(sum > 0)) { // negated, so that NaN is refused too
            return false;
          }
          a[j * n + j] = Math.sqrt(sum);
        } else {
          a[i * n + j] = sum / a[j * n + j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      Arrays.fill(a, i * n + i + 1, (i + 1) * n, 0);
    }
    return true;
  }

  /** The inverse of a lower factor, in its place. */
  static void invertLower(double[] l, int n) {
    for (int j = 0; j < n; j++) {
      l[j * n + j] = 1 / l[j * n + j];
      for (int i = j + 1; i < n; i++) {
        double sum = 0;
        for (int k = j; k < i; k++) {
          sum -= l[i * n + k] * l[k * n + j];
        }
        l[i * n + j] = sum / l[i * n + i];
      }
    }
  }

  /**
   * The upper factor U with A⁻¹ = Uᵀ · U.
   *
   * <p>With the indices of A reversed, A' = L · Lᵀ; then A'⁻¹ = L⁻ᵀ · L⁻¹, and L⁻¹ reversed again
   * is upper triangular: one factorization and one inversion do.
   *
   * @return empty if A is not positive definite
   */
  static Optional<double[]> upperOfInverse(double[] a, int n) {
    double[] reversed = reversed(a);
    if (!factor(reversed, n)) {
      return Optional.empty();
    }
    invertLower(reversed, n);
    return Optional.of(reversed(reversed));
  }

  private static double[] reversed(double[] a) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[a.length - 1 - i] = a[i];
    }
    return result;
  }
}

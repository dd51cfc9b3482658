package dev.touchstone.recipes.pruning;

/** Solves systems whose matrix is symmetric and positive definite (Cholesky 1910). */
final class Cholesky {

  private Cholesky() {}

  /** Puts the factor into the lower triangle; false if the matrix is not positive definite. */
  static boolean factor(double[][] a) {
    int n = a.length;
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= a[i][k] * a[j][k];
        }
        if (i == j) {
          if (!(sum > 0)) { // negated, so that NaN is rejected too
            return false;
          }
          a[j][j] = Math.sqrt(sum);
        } else {
          a[i][j] = sum / a[j][j];
        }
      }
    }
    return true;
  }

  /** The solution for one right side, which is not changed. */
  static double[] solve(double[][] factor, double[] right) {
    int n = right.length;
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= factor[i][k] * x[k];
      }
      x[i] /= factor[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= factor[k][i] * x[k];
      }
      x[i] /= factor[i][i];
    }
    return x;
  }
}

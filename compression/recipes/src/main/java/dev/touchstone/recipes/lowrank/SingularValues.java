package dev.touchstone.recipes.lowrank;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The singular value decomposition A = U · diag(σ) · Vᵀ of a real matrix, in double precision.
 *
 * <p>One-sided Jacobi (Hestenes 1958; Demmel and Veselić, SIAM J. Matrix Anal. Appl. 13 (1992)
 * 1204): pairs of columns are turned until all are orthogonal. Slower than bidiagonalization, short
 * and accurate for small singular values too. A tall matrix is brought to triangular form first
 * (Householder), which leaves less to turn. Not thread-safe while it is computed, immutable after.
 */
public final class SingularValues {

  private static final int MOST_SWEEPS = 60;

  /** Columns count as orthogonal when their cosine is below this. */
  private static final double ORTHOGONAL = 1e-14;

  private final int rows;
  private final int columns;
  private final double[][] left;
  private final double[] values;
  private final double[][] right;

  private SingularValues(
      int rows, int columns, double[][] left, double[] values, double[][] right) {
    this.rows = rows;
    this.columns = columns;
    this.left = left;
    this.values = values;
    this.right = right;
  }

  /**
   * Decomposes a matrix.
   *
   * @param elements row-major, finite
   * @throws IllegalArgumentException if there are too few or too many elements, or one is not
   *     finite
   */
  public static SingularValues of(int rows, int columns, double... elements) {
    if (rows < 1 || columns < 1 || elements.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "a matrix of %d x %d was given %d elements".formatted(rows, columns, elements.length));
    }
    if (!Arrays.stream(elements).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("a matrix with singular values has finite elements");
    }
    if (rows < columns) {
      SingularValues turned = of(columns, rows, transposed(rows, columns, elements));
      return new SingularValues(
          rows, columns, /* left= */ turned.right, turned.values, /* right= */ turned.left);
    }
    double[][] work = new double[columns][rows];
    for (int i = 0; i < elements.length; i++) {
      work[i % columns][i / columns] = elements[i];
    }
    return rows == columns ? jacobi(rows, work) : throughTriangle(rows, work);
  }

  private static double[] transposed(int rows, int columns, double[] elements) {
    double[] turned = new double[elements.length];
    for (int i = 0; i < elements.length; i++) {
      turned[i % columns * rows + i / columns] = elements[i];
    }
    return turned;
  }

  /** A = Q R by Householder reflections; then R = U' σ Vᵀ, and U = Q U'. */
  private static SingularValues throughTriangle(int rows, double[][] columnsOfA) {
    int n = columnsOfA.length;
    double[][] reflectors = new double[n][];
    for (int k = 0; k < n; k++) {
      reflectors[k] = reflector(columnsOfA[k], k);
      for (int j = k; j < n; j++) {
        reflect(columnsOfA[j], reflectors[k], k);
      }
    }
    double[][] triangle = new double[n][];
    for (int j = 0; j < n; j++) {
      triangle[j] = Arrays.copyOf(columnsOfA[j], n);
    }
    SingularValues inner = jacobi(n, triangle);
    double[][] left = new double[n][];
    for (int j = 0; j < n; j++) {
      left[j] = Arrays.copyOf(inner.left[j], rows);
      for (int k = n - 1; k >= 0; k--) {
        reflect(left[j], reflectors[k], k);
      }
    }
    return new SingularValues(rows, n, left, inner.values, inner.right);
  }

  /** The unit vector whose reflection clears a column below its k-th element. */
  private static double[] reflector(double[] column, int k) {
    double[] v = new double[column.length];
    System.arraycopy(column, k, v, k, column.length - k);
    double norm = Math.sqrt(dot(v, v));
    v[k] += v[k] < 0 ? -norm : norm;
    double length = Math.sqrt(dot(v, v));
    if (length > 0) {
      for (int i = k; i < v.length; i++) {
        v[i] /= length;
      }
    }
    return v;
  }

  private static void reflect(double[] column, double[] v, int from) {
    double twice = 0;
    for (int i = from; i < column.length; i++) {
      twice += 2 * column[i] * v[i];
    }
    for (int i = from; i < column.length; i++) {
      column[i] -= twice * v[i];
    }
  }

  private static SingularValues jacobi(int rows, double[][] work) {
    int n = work.length;
    double[][] turns = new double[n][n];
    for (int j = 0; j < n; j++) {
      turns[j][j] = 1;
    }
    boolean turned = true;
    for (int sweep = 0; turned && sweep < MOST_SWEEPS; sweep++) {
      turned = false;
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) {
          turned |= orthogonalize(work, turns, p, q);
        }
      }
    }
    return sorted(rows, work, turns);
  }

  private static boolean orthogonalize(double[][] work, double[][] turns, int p, int q) {
    double alpha = dot(work[p], work[p]);
    double beta = dot(work[q], work[q]);
    double gamma = dot(work[p], work[q]);
    if (Math.abs(gamma) <= ORTHOGONAL * Math.sqrt(alpha * beta)) {
      return false;
    }
    double zeta = (beta - alpha) / (2 * gamma);
    double tangent = Math.signum(zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
    if (zeta == 0) {
      tangent = 1;
    }
    double cosine = 1 / Math.hypot(1, tangent);
    turn(work[p], work[q], cosine, cosine * tangent);
    turn(turns[p], turns[q], cosine, cosine * tangent);
    return true;
  }

  private static void turn(double[] a, double[] b, double cosine, double sine) {
    for (int i = 0; i < a.length; i++) {
      double x = a[i];
      a[i] = cosine * x - sine * b[i];
      b[i] = sine * x + cosine * b[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Norms of the orthogonal columns are the singular values; the columns over them are U. */
  private static SingularValues sorted(int rows, double[][] work, double[][] turns) {
    int n = work.length;
    double[] norms = new double[n];
    Arrays.setAll(norms, j -> Math.sqrt(dot(work[j], work[j])));
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparing((Integer j) -> -norms[j]).thenComparing(j -> j))
            .mapToInt(j -> j)
            .toArray();
    double[][] left = new double[n][];
    double[] values = new double[n];
    double[][] right = new double[n][];
    for (int k = 0; k < n; k++) {
      int j = order[k];
      values[k] = norms[j];
      right[k] = turns[j];
      left[k] = work[j];
      for (int i = 0; i < rows && norms[j] > 0; i++) {
        left[k][i] /= norms[j];
      }
    }
    return new SingularValues(rows, n, left, values, right);
  }

  /** The singular values, largest first; as many as the smaller side has. */
  public double[] values() {
    return values.clone();
  }

  /** An element of the k-th left singular vector; all 0 where the singular value is 0. */
  public double left(int row, int k) {
    return left[k][row];
  }

  /** An element of the k-th right singular vector; may be all 0 where the singular value is 0. */
  public double right(int column, int k) {
    return right[k][column];
  }

  /** Fewest singular values whose squares sum to this share of all squares; at least 1. */
  public int rankOfEnergy(double share) {
    double all = Arrays.stream(values).map(v -> v * v).sum();
    double sum = 0;
    int rank = 0;
    while (rank < values.length && (rank == 0 || sum < share * all)) {
      sum += values[rank] * values[rank];
      rank++;
    }
    return rank;
  }

  /** Frobenius norm of what a rank leaves out, over that of the matrix; 0 for a matrix of zeros. */
  public double relativeError(int rank) {
    double all = Arrays.stream(values).map(v -> v * v).sum();
    double rest = Arrays.stream(values).skip(rank).map(v -> v * v).sum();
    return all == 0 ? 0 : Math.sqrt(rest / all);
  }

  /** The first factor U · √σ of a rank, row-major {@code [rows, rank]}. */
  public float[] firstFactor(int rank) {
    float[] factor = new float[rows * rank];
    for (int i = 0; i < factor.length; i++) {
      factor[i] = (float) (left[i % rank][i / rank] * Math.sqrt(values[i % rank]));
    }
    return factor;
  }

  /** The second factor √σ · Vᵀ of a rank, row-major {@code [rank, columns]}. */
  public float[] secondFactor(int rank) {
    float[] factor = new float[rank * columns];
    for (int i = 0; i < factor.length; i++) {
      factor[i] = (float) (right[i / columns][i % columns] * Math.sqrt(values[i / columns]));
    }
    return factor;
  }
}

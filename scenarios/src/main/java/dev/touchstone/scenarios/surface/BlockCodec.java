package dev.touchstone.scenarios.surface;

/**
 * The lossy half of JPEG: discrete cosine transform of 8 × 8 blocks, quantization, and the way
 * back.
 *
 * <p>The table is the luminance table of ITU-T T.81 (1992), Annex K, Table K.1; the quality scales
 * it as the Independent JPEG Group's library does ({@code 5000 / quality} percent below 50, else
 * {@code 200 − 2 · quality}).
 */
final class BlockCodec {

  private static final int BLOCK = 8;

  private static final int[] LUMINANCE = {
    16, 11, 10, 16, 24, 40, 51, 61, //
    12, 12, 14, 19, 26, 58, 60, 55, //
    14, 13, 16, 24, 40, 57, 69, 56, //
    14, 17, 22, 29, 51, 87, 80, 62, //
    18, 22, 37, 56, 68, 109, 103, 77, //
    24, 35, 55, 64, 81, 104, 113, 92, //
    49, 64, 78, 87, 103, 121, 120, 101, //
    72, 92, 95, 98, 112, 100, 103, 99
  };

  /** Orthonormal basis, {@code [frequency, position]}. */
  private static final double[][] BASIS = basis();

  private BlockCodec() {}

  /**
   * Encodes and decodes the picture.
   *
   * @param quality from 1 to 100
   */
  static void degrade(Plane plane, int quality) {
    int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    double[] steps = new double[LUMINANCE.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Math.min(255, Math.max(1, (LUMINANCE[i] * percent + 50) / 100)) / 255.0;
    }
    for (int top = 0; top < Plane.SIZE; top += BLOCK) {
      for (int left = 0; left < Plane.SIZE; left += BLOCK) {
        degradeBlock(plane, left, top, steps);
      }
    }
  }

  private static void degradeBlock(Plane plane, int left, int top, double[] steps) {
    double[][] pixels = new double[BLOCK][BLOCK];
    for (int y = 0; y < BLOCK; y++) {
      for (int x = 0; x < BLOCK; x++) {
        double value = plane.values[(top + y) * Plane.SIZE + left + x];
        pixels[y][x] = Math.min(1, Math.max(0, value)) - 0.5;
      }
    }
    double[][] spectrum = product(product(BASIS, pixels), transposed(BASIS));
    for (int v = 0; v < BLOCK; v++) {
      for (int u = 0; u < BLOCK; u++) {
        double step = steps[v * BLOCK + u];
        spectrum[v][u] = Math.rint(spectrum[v][u] / step) * step;
      }
    }
    double[][] decoded = product(product(transposed(BASIS), spectrum), BASIS);
    for (int y = 0; y < BLOCK; y++) {
      for (int x = 0; x < BLOCK; x++) {
        plane.values[(top + y) * Plane.SIZE + left + x] = decoded[y][x] + 0.5;
      }
    }
  }

  private static double[][] basis() {
    double[][] basis = new double[BLOCK][BLOCK];
    for (int frequency = 0; frequency < BLOCK; frequency++) {
      double norm = Math.sqrt((frequency == 0 ? 1.0 : 2.0) / BLOCK);
      for (int position = 0; position < BLOCK; position++) {
        double angle = (2 * position + 1) * frequency * Math.PI / (2 * BLOCK);
        basis[frequency][position] = norm * StrictMath.cos(angle);
      }
    }
    return basis;
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] result = new double[BLOCK][BLOCK];
    for (int row = 0; row < BLOCK; row++) {
      for (int column = 0; column < BLOCK; column++) {
        result[column][row] = matrix[row][column];
      }
    }
    return result;
  }

  private static double[][] product(double[][] left, double[][] right) {
    double[][] result = new double[BLOCK][BLOCK];
    for (int row = 0; row < BLOCK; row++) {
      for (int k = 0; k < BLOCK; k++) {
        for (int column = 0; column < BLOCK; column++) {
          result[row][column] += left[row][k] * right[k][column];
        }
      }
    }
    return result;
  }
}

package dev.touchstone.recipes.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearAlgebraTest {

  private static final int SIZE = 12;

  private static float[] rows(int count) {
    Random random = new Random(count);
    float[] rows = new float[count * SIZE];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return rows;
  }

  @Test
  void momentsAreTheSumsOfProductsOfALiteralLoop() {
    float[] rows = rows(40);
    Hessian hessian = new Hessian(SIZE);
    hessian.see(FloatBuffer.wrap(rows, 0, 10 * SIZE));
    hessian.see(FloatBuffer.wrap(rows, 10 * SIZE, 30 * SIZE));
    assertThat(hessian.seen()).isEqualTo(40);
    double[] error = new double[SIZE];
    double energy = 0;
    for (int i = 0; i < SIZE; i++) {
      error[i] = i - 3.5;
    }
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        double sum = 0;
        for (int r = 0; r < 40; r++) {
          sum += (double) rows[r * SIZE + i] * rows[r * SIZE + j];
        }
        assertThat(hessian.at(i, j)).isCloseTo(sum, within(1e-9));
        energy += error[i] * sum * error[j];
      }
    }
    assertThat(hessian.energy(error)).isCloseTo(energy, within(1e-7));
  }

  @Test
  void theUpperFactorTimesItselfTimesTheMatrixIsOne() {
    Hessian hessian = new Hessian(SIZE);
    hessian.see(FloatBuffer.wrap(rows(60)));
    double[] a = new double[SIZE * SIZE];
    for (int i = 0; i < a.length; i++) {
      a[i] = hessian.at(i / SIZE, i % SIZE);
    }
    double[] upper = Cholesky.upperOfInverse(a, SIZE).orElseThrow();
    double[] inverse = new double[a.length];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        assertThat(i > j ? upper[i * SIZE + j] : 0).isZero();
        for (int k = 0; k < SIZE; k++) {
          inverse[i * SIZE + j] += upper[k * SIZE + i] * upper[k * SIZE + j];
        }
      }
    }
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        double product = 0;
        for (int k = 0; k < SIZE; k++) {
          product += a[i * SIZE + k] * inverse[k * SIZE + j];
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-9));
      }
    }
  }

  @Test
  void aMatrixThatIsNotPositiveDefiniteHasNoFactor() {
    assertThat(Cholesky.upperOfInverse(new double[] {1, 2, 2, 1}, 2)).isEmpty();
    assertThat(Cholesky.upperOfInverse(new double[] {Double.NaN}, 1)).isEmpty();
  }
}

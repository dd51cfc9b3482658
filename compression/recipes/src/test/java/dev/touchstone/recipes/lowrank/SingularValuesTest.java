package dev.touchstone.recipes.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SingularValuesTest {

  private static final double ROUNDING = 1e-11;

  private static double[] random(int rows, int columns, int rank, long seed) {
    Random random = new Random(seed);
    double[] left = random.doubles((long) rows * rank, -1, 1).toArray();
    double[] right = random.doubles((long) rank * columns, -1, 1).toArray();
    double[] product = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        for (int k = 0; k < rank; k++) {
          product[i * columns + j] += left[i * rank + k] * right[k * columns + j];
        }
      }
    }
    return product;
  }

  @ParameterizedTest(name = "{0} x {1} of rank {2}")
  @CsvSource({"1, 1, 1", "5, 5, 5", "40, 7, 7", "7, 40, 7", "30, 30, 4", "64, 48, 48", "9, 3, 1"})
  void rebuildTheMatrixFromOrthogonalFactors(int rows, int columns, int rank) {
    double[] matrix = random(rows, columns, rank, rows * 100L + columns);
    SingularValues svd = SingularValues.of(rows, columns, matrix);
    double[] values = svd.values();
    assertThat(values)
        .hasSize(Math.min(rows, columns))
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < values.length; k++) {
          sum += svd.left(i, k) * values[k] * svd.right(j, k);
        }
        assertThat(sum).isEqualTo(matrix[i * columns + j], offset(ROUNDING));
      }
    }
    for (int a = 0; a < rank; a++) {
      for (int b = 0; b < rank; b++) {
        double left = 0;
        double right = 0;
        for (int i = 0; i < rows; i++) {
          left += svd.left(i, a) * svd.left(i, b);
        }
        for (int j = 0; j < columns; j++) {
          right += svd.right(j, a) * svd.right(j, b);
        }
        assertThat(left).isEqualTo(a == b ? 1 : 0, offset(ROUNDING));
        assertThat(right).isEqualTo(a == b ? 1 : 0, offset(ROUNDING));
      }
    }
  }

  @Test
  void areTheKnownOnesOfASmallMatrix() {
    // A = [[3, 0], [4, 5]] has A'A with eigenvalues 45 and 5
    SingularValues svd = SingularValues.of(2, 2, 3, 0, 4, 5);
    assertThat(svd.values())
        .containsExactly(new double[] {Math.sqrt(45), Math.sqrt(5)}, offset(1e-14));
    assertThat(svd.rankOfEnergy(0.9)).isEqualTo(1);
    assertThat(svd.rankOfEnergy(0.91)).isEqualTo(2);
    assertThat(svd.relativeError(1)).isEqualTo(Math.sqrt(0.1), offset(1e-14));
  }

  @Test
  void showTheRankOfAMatrix() {
    SingularValues svd = SingularValues.of(50, 20, random(50, 20, 6, 8));
    assertThat(svd.rankOfEnergy(1 - 1e-12)).isEqualTo(6);
    assertThat(svd.values()[6]).isLessThan(1e-12 * svd.values()[0]);
  }

  @Test
  void ofZerosAreZero() {
    SingularValues svd = SingularValues.of(3, 2, new double[6]);
    assertThat(svd.values()).containsExactly(0, 0);
    assertThat(svd.relativeError(1)).isZero();
    assertThat(svd.firstFactor(1)).containsOnly(0);
  }

  @Test
  void doNotExistForWhatIsNotFinite() {
    assertThatThrownBy(() -> SingularValues.of(1, 2, 1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a matrix with singular values has finite elements");
    assertThatThrownBy(() -> SingularValues.of(2, 2, 1))
        .hasMessage("a matrix of 2 x 2 was given 1 elements");
  }
}

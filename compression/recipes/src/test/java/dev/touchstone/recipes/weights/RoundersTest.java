package dev.touchstone.recipes.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.QuantizeWeights.Blocks;
import dev.touchstone.scenarios.QuantizeWeights.Zero;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundersTest {

  /** Half a step, and what 32-bit floats add to it. */
  private static final double HALF_A_STEP = 0.5 + 1e-5;

  static List<Blocks> everyForm() {
    List<Blocks> forms = new ArrayList<>();
    for (int bits : new int[] {4, 8}) {
      for (int size : new int[] {16, 32, 64, 128}) {
        for (Zero zero : Zero.values()) {
          forms.add(new Blocks(bits, size, zero));
        }
      }
    }
    return forms;
  }

  /** Normal weights with a few outliers; 150 columns fill no number of blocks. */
  private static Matrix weights(long seed) {
    Random random = new Random(seed);
    float[] values = new float[6 * 150];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * (random.nextInt(40) == 0 ? 0.5 : 0.05));
    }
    return new Matrix(6, 150, values);
  }

  private static Hessian moments(int width, long seed) {
    Random random = new Random(seed);
    float[] mixed = new float[width * 3 * width];
    for (int r = 0; r < 3 * width; r++) {
      float common = (float) random.nextGaussian();
      for (int c = 0; c < width; c++) {
        mixed[r * width + c] = common + (float) random.nextGaussian();
      }
    }
    Hessian hessian = new Hessian(width);
    hessian.see(FloatBuffer.wrap(mixed));
    return hessian;
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void errByHalfAStepAtMostInsideTheRangeOfABlock(Blocks blocks) {
    Matrix weights = weights(1);
    for (Rounder rounder : List.of(new NearestRounder(blocks), new HalfQuadraticRounder(blocks))) {
      BlockedMatrix rounded = rounder.round(weights);
      float[] near = rounded.restored().values();
      for (int i = 0; i < near.length; i++) {
        Grid grid = rounded.grid(i / 150, i % 150 / blocks.size());
        double low = Math.min(grid.real(0), grid.real((1 << blocks.bits()) - 1));
        double high = Math.max(grid.real(0), grid.real((1 << blocks.bits()) - 1));
        float value = weights.values()[i];
        double step = Math.abs(grid.scale());
        double inside = Math.max(low, Math.min(high, value));
        assertThat(Math.abs(near[i] - inside)).isLessThanOrEqualTo(HALF_A_STEP * step);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void spanEachBlockSoThatRoundingToNearestCutsOffHalfAStepAtMostButForTheMissingLevel(
      Blocks blocks) {
    Matrix weights = weights(2);
    BlockedMatrix rounded = new NearestRounder(blocks).round(weights);
    float[] near = rounded.restored().values();
    // a symmetric grid has one level less on the side away from its largest magnitude
    double bound = blocks.zero() == Zero.SYMMETRIC ? 1 + 1e-5 : HALF_A_STEP;
    for (int i = 0; i < near.length; i++) {
      double step = Math.abs(rounded.grid(i / 150, i % 150 / blocks.size()).scale());
      double error = Math.abs(near[i] - weights.values()[i]);
      assertThat(error).isLessThanOrEqualTo(bound * step);
    }
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void ofHalfQuadraticKindAreNeverWorseThanNearestInTheirOwnMeasure(Blocks blocks) {
    Matrix weights = weights(3);
    BlockedMatrix nearest = new NearestRounder(blocks).round(weights);
    BlockedMatrix fitted = new HalfQuadraticRounder(blocks).round(weights);
    int better = 0;
    for (int r = 0; r < 6; r++) {
      double[] row = weights.row(r);
      for (int b = 0; b < nearest.blocksInRow(); b++) {
        int from = b * blocks.size();
        int to = Math.min(150, from + blocks.size());
        double before = HalfQuadraticRounder.objective(row, from, to, nearest.grid(r, b));
        double after = HalfQuadraticRounder.objective(row, from, to, fitted.grid(r, b));
        assertThat(after).isLessThanOrEqualTo(before);
        better += after < before ? 1 : 0;
      }
    }
    assertThat(better).isPositive();
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void ofSecondOrderAreNeverWorseThanNearestInWhatTheOutputsFeel(Blocks blocks) {
    Matrix weights = weights(4);
    SecondOrderRounder rounder = new SecondOrderRounder(blocks, moments(150, 5));
    double[] nearest = rounder.energies(weights, new NearestRounder(blocks).round(weights));
    double[] compensated = rounder.energies(weights, rounder.round(weights));
    for (int r = 0; r < nearest.length; r++) {
      assertThat(compensated[r]).isLessThanOrEqualTo(nearest[r]);
    }
    if (blocks.bits() == 4) { // inputs that move together leave much to make good
      assertThat(compensated[0]).isLessThan(0.8 * nearest[0]);
    }
  }

  @Test
  void doWithInputsThatAreAlwaysZero() {
    Blocks blocks = new Blocks(4, 16, Zero.SYMMETRIC);
    Hessian nothing = new Hessian(150);
    nothing.see(FloatBuffer.wrap(new float[150]));
    BlockedMatrix rounded = new SecondOrderRounder(blocks, nothing).round(weights(6));
    assertThat(rounded.restored().isFinite()).isTrue();
  }

  @Test
  void keepABlockOfZerosAtZero() {
    for (Blocks blocks : everyForm()) {
      Matrix zeros = new Matrix(2, 20, new float[40]);
      for (Rounder rounder :
          List.of(new NearestRounder(blocks), new HalfQuadraticRounder(blocks))) {
        assertThat(rounder.round(zeros).restored().values()).containsOnly(0f);
      }
    }
  }
}

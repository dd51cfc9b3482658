package dev.touchstone.recipes.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundingTest {

  private static final int SIZE = 8;

  /** Second moments of few correlated vectors, as those behind a Relu are. */
  private static float[] moments(Random random) {
    float[] moments = new float[SIZE * SIZE];
    for (int v = 0; v < 12; v++) {
      double common = Math.abs(random.nextGaussian());
      double[] x = new double[SIZE];
      for (int i = 0; i < SIZE; i++) {
        x[i] = Math.max(0, common + 0.5 * random.nextGaussian());
      }
      for (int i = 0; i < SIZE * SIZE; i++) {
        moments[i] += (float) (x[i / SIZE] * x[i % SIZE]);
      }
    }
    return moments;
  }

  private static double[] nearest(double[] weights) {
    double[] levels = new double[SIZE];
    for (int k = 0; k < SIZE; k++) {
      levels[k] = Math.rint(weights[k]);
    }
    return levels;
  }

  private static double[] weights(Random random) {
    return random.doubles(SIZE, -20, 20).toArray();
  }

  /** The smallest loss of all 2^SIZE ways to round up or down. */
  private static double best(Rounding rounding, double[] weights) {
    double best = Double.POSITIVE_INFINITY;
    for (int choice = 0; choice < 1 << SIZE; choice++) {
      double[] levels = new double[SIZE];
      for (int k = 0; k < SIZE; k++) {
        levels[k] = Math.floor(weights[k]) + (choice >> k & 1);
      }
      best = Math.min(best, rounding.loss(weights, levels));
    }
    return best;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void losesNoMoreThanRoundingToNearestAndNoLessThanTheBestOfAll(long seed) {
    Random random = new Random(seed);
    Rounding rounding = new Rounding(moments(random), SIZE);
    double[] weights = weights(random);
    double[] levels = rounding.round(weights, nearest(weights), -127, 127, 20);
    double loss = rounding.loss(weights, levels);
    assertThat(loss)
        .isLessThanOrEqualTo(rounding.loss(weights, nearest(weights)) * (1 + 1e-9))
        .isGreaterThanOrEqualTo(best(rounding, weights) * (1 - 1e-9));
    for (int k = 0; k < SIZE; k++) {
      assertThat(levels[k]).isBetween(Math.floor(weights[k]), Math.ceil(weights[k]));
    }
  }

  @Test
  void comesNearTheBestOfAllOnAverage() {
    Random random = new Random(77);
    double nearest = 0;
    double found = 0;
    double best = 0;
    for (int i = 0; i < 100; i++) {
      Rounding rounding = new Rounding(moments(random), SIZE);
      double[] weights = weights(random);
      nearest += rounding.loss(weights, nearest(weights));
      found += rounding.loss(weights, rounding.round(weights, nearest(weights), -127, 127, 20));
      best += best(rounding, weights);
    }
    // measured: nearest 2.5 times the best, descent 1.3 times
    assertThat(found - best).isLessThan(0.5 * (nearest - best));
  }

  @Test
  void roundsToNearestWhereInputsHaveNothingToDoWithEachOther() {
    float[] identity = new float[SIZE * SIZE];
    for (int i = 0; i < SIZE; i++) {
      identity[i * SIZE + i] = 1;
    }
    double[] weights = weights(new Random(5));
    double[] levels = new Rounding(identity, SIZE).round(weights, nearest(weights), -127, 127, 20);
    assertThat(levels).containsExactly(nearest(weights), within(0.0));
  }

  @Test
  void keepsToTheLevelsThatAreThere() {
    double[] weights = {63.4, -63.6, 63.9, 0.5, 1.5, 2.5, 63.2, -63.9};
    Random random = new Random(9);
    double[] start = {63, -63, 63, 0, 2, 2, 63, -63};
    double[] levels = new Rounding(moments(random), SIZE).round(weights, start, -63, 63, 20);
    for (double level : levels) {
      assertThat(level).isBetween(-63.0, 63.0);
    }
  }
}

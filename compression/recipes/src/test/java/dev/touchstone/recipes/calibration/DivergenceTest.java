package dev.touchstone.recipes.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DivergenceTest {

  /** Relative; sums of a few thousand logarithms in another order. */
  private static final double ROUNDING = 1e-9;

  /** The definition word by word: two distributions are written out for each threshold. */
  private static double literal(double[] counts, int bins, int levels) {
    double[] p = new double[bins];
    double[] q = new double[bins];
    System.arraycopy(counts, 0, p, 0, bins);
    for (int i = bins; i < counts.length; i++) {
      p[bins - 1] += counts[i];
    }
    for (int level = 0; level < levels; level++) {
      int from = (int) ((long) level * bins / levels);
      int to = (int) ((long) (level + 1) * bins / levels);
      double sum = 0;
      int filled = 0;
      for (int i = from; i < to; i++) {
        sum += counts[i];
        filled += counts[i] > 0 ? 1 : 0;
      }
      for (int i = from; i < to; i++) {
        q[i] = counts[i] > 0 ? sum / filled : 0;
      }
    }
    double totalP = sum(p);
    double totalQ = sum(q);
    double divergence = 0;
    for (int i = 0; i < bins; i++) {
      if (p[i] > 0) {
        double qi = q[i] > 0 ? q[i] / totalQ : 1e-12;
        divergence += p[i] / totalP * Math.log(p[i] / totalP / qi);
      }
    }
    return divergence;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** A bell curve with gaps and a tail of outliers. */
  private static double[] histogram(int bins, long seed) {
    Random random = new Random(seed);
    double[] counts = new double[bins];
    for (int i = 0; i < bins; i++) {
      double bell = 1e4 * Math.exp(-0.5 * Math.pow(6.0 * i / bins, 2));
      counts[i] = random.nextInt(5) == 0 ? 0 : Math.floor(bell * random.nextDouble());
    }
    counts[bins - 1 - random.nextInt(bins / 8)] = 1 + random.nextInt(3);
    return counts;
  }

  @ParameterizedTest
  @CsvSource({"512, 128, 1", "512, 256, 2", "777, 128, 3", "1024, 256, 4", "300, 256, 5"})
  void equalsTheDefinitionForEveryThreshold(int bins, int levels, long seed) {
    double[] counts = histogram(bins, seed);
    Divergence divergence = new Divergence(counts, levels);
    for (int kept = levels; kept <= bins; kept++) {
      double expected = literal(counts, kept, levels);
      assertThat(divergence.of(kept))
          .isCloseTo(expected, within(ROUNDING * Math.max(1, Math.abs(expected))));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void findsTheThresholdThatTheDefinitionFinds(long seed) {
    double[] counts = histogram(640, seed);
    int used = counts.length;
    while (counts[used - 1] == 0) {
      used--;
    }
    int best = used;
    double least = Double.POSITIVE_INFINITY;
    for (int bins = 128; bins <= used; bins++) {
      double divergence = literal(counts, bins, 128);
      if (divergence < least - 1e-12) {
        least = divergence;
        best = bins;
      }
    }
    assertThat(new Divergence(counts, 128).leastBins(1)).isEqualTo(best);
  }
}

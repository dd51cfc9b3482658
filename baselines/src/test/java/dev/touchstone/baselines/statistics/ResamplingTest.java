package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResamplingTest {

  private static double signedMean(double[] differences, boolean[] exchanged) {
    double sum = 0;
    for (int i = 0; i < differences.length; i++) {
      sum += exchanged[i] ? -differences[i] : differences[i];
    }
    return sum / differences.length;
  }

  @Test
  void agreesWithEverySignOfASmallSample() {
    double[] d = {1.2, -0.3, 0.8, 0.5, 1.9, -0.1, 0.4, 0.7};
    double observed = signedMean(d, new boolean[8]);
    int asLarge = 0;
    for (int signs = 0; signs < 256; signs++) {
      boolean[] exchanged = new boolean[8];
      for (int i = 0; i < 8; i++) {
        exchanged[i] = (signs >> i & 1) == 1;
      }
      asLarge += signedMean(d, exchanged) >= observed - 1e-12 ? 1 : 0;
    }
    double risk =
        new Resampling(1)
            .signFlip(8, Resampling.PERMUTATIONS, exchanged -> signedMean(d, exchanged));

    assertThat(risk).isCloseTo(asLarge / 256.0, within(0.006));
  }

  @Test
  void alarmsNoMoreOftenThanItsRiskWhereThereIsNothing() {
    Random random = new Random(5);
    int alarms = 0;
    for (int run = 0; run < 400; run++) {
      double[] d = random.doubles(30).map(u -> u - 0.5).toArray();
      double risk = new Resampling(run).signFlip(30, 1_999, e -> signedMean(d, e));
      alarms += risk <= 0.05 ? 1 : 0;
    }
    assertThat(alarms / 400.0).isBetween(0.02, 0.083);
  }

  @Test
  void isNeverSurerThanItsDraws() {
    double[] d = new double[40];
    Arrays.fill(d, 1);

    assertThat(new Resampling(1).signFlip(40, Resampling.PERMUTATIONS, e -> signedMean(d, e)))
        .isEqualTo(1e-4);
  }

  @Test
  void givesTheSameAnswerForTheSameSeed() {
    double[] d = new Random(1).doubles(50).toArray();

    Bounds once = new Resampling(9).bootstrap(50, drawn -> mean(d, drawn), 0.99);
    Bounds again = new Resampling(9).bootstrap(50, drawn -> mean(d, drawn), 0.99);

    assertThat(once).isEqualTo(again);
    assertThat(once).isNotEqualTo(new Resampling(8).bootstrap(50, i -> mean(d, i), 0.99));
  }

  @Test
  void boundsAMeanAboutAtTheirLevel() {
    Random random = new Random(11);
    int missed = 0;
    for (int run = 0; run < 300; run++) {
      double[] d = random.doubles(60).toArray();
      Bounds bounds = new Resampling(run).bootstrap(60, drawn -> mean(d, drawn), 0.95);
      missed += bounds.lower() > 0.5 || bounds.upper() < 0.5 ? 1 : 0;
    }
    assertThat(missed / 300.0).isBetween(0.05, 0.16); // 10 % expected
  }

  private static double mean(double[] values, int[] drawn) {
    return Arrays.stream(drawn).mapToDouble(i -> values[i]).average().orElseThrow();
  }
}

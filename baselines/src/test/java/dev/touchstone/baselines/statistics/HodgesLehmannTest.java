package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HodgesLehmannTest {

  /** Hamilton depression scale, second visit less first: Hollander and Wolfe, table 3.1. */
  private static final double[] DEPRESSION = {
    0.878 - 1.83,
    0.647 - 0.50,
    0.598 - 1.62,
    2.05 - 2.48,
    1.06 - 1.68,
    1.29 - 1.88,
    1.06 - 1.55,
    3.14 - 3.06,
    1.29 - 1.30
  };

  @Test
  void agreesWithThePublishedExample() {
    HodgesLehmann center = HodgesLehmann.of(DEPRESSION);

    assertThat(center.estimate()).isCloseTo(-0.46, within(1e-9));
    assertThat(center.lower(0.02)).isCloseTo(-0.786, within(1e-9));
    assertThat(center.upper(0.02)).isCloseTo(-0.010, within(1e-9));
    double[] better = DoubleStream.of(DEPRESSION).map(d -> -d).toArray();
    assertThat(HodgesLehmann.of(better).riskOfAbove(0)).isCloseTo(0.0195, within(5e-5));
  }

  @Test
  void boundsNothingWithTooFewDifferences() {
    HodgesLehmann nine = HodgesLehmann.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

    assertThat(nine.lower(0.001)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(nine.upper(0.001)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(HodgesLehmann.fewest(0.001)).isEqualTo(10);
    assertThat(HodgesLehmann.fewest(0.01)).isEqualTo(7);
    assertThat(HodgesLehmann.fewest(0.5)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void claimsALossExactlyWhenTheBoundIsAboveIt(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      // Rounded, so that ties and zeros occur.
      double[] d = random.doubles(12, -4, 8).map(Math::rint).toArray();
      HodgesLehmann center = HodgesLehmann.of(d);
      for (double value : new double[] {-1, 0, 0.5, 1, 2}) {
        for (double alpha : new double[] {0.001, 0.01, 0.05}) {
          assertThat(center.lower(alpha) > value).isEqualTo(center.riskOfAbove(value) <= alpha);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} noise")
  @CsvSource({"normal", "heavy-tailed", "uniform", "two-humped", "with ties"})
  void missesTheCenterNoMoreOftenThanItsRisk(String noise) {
    Random random = new Random(20);
    DoubleSupplier source =
        switch (noise) {
          case "normal" -> random::nextGaussian;
          case "heavy-tailed" -> () -> random.nextGaussian() / (random.nextDouble() - 0.5);
          case "uniform" -> () -> random.nextDouble() - 0.5;
          case "two-humped" -> () -> (random.nextBoolean() ? 5 : -5) + random.nextGaussian();
          default -> () -> Math.rint(2 * random.nextGaussian());
        };
    int runs = 20_000;
    int below = 0;
    int above = 0;
    for (int run = 0; run < runs; run++) {
      HodgesLehmann center = HodgesLehmann.of(DoubleStream.generate(source).limit(20).toArray());
      below += center.lower(0.01) > 0 ? 1 : 0;
      above += center.upper(0.01) < 0 ? 1 : 0;
    }
    // 0.01 and three standard errors of the simulation
    assertThat((double) below / runs).isLessThan(0.01 + 0.0021);
    assertThat((double) above / runs).isLessThan(0.01 + 0.0021);
    if (!noise.equals("with ties")) {
      assertThat((double) below / runs).isGreaterThan(0.007);
    }
  }

  @Test
  void rejectsWhatIsNoNumber() {
    assertThatThrownBy(() -> HodgesLehmann.of(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("differences must be finite, one was NaN");
  }
}

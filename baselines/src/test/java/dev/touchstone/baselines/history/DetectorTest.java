package dev.touchstone.baselines.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DetectorTest {

  private static final Detector STANDARD = new Detector(ShiftRule.standard(0.005));

  /** Series and change points that Apache Otava publishes in its tests. */
  private static final double[] OTAVA_SEQUENCE = {
    0.3, 2.4, 1.5, -0.9, -0.5, 99.7, 98.3, 99.1, 149.0, 149.7, 149.5, 149.1, 148.8, 150.0
  };

  private static final double[] OTAVA_SINGLE = {
    1.02, 0.95, 0.99, 1.00, 1.12, 1.00, 1.01, 0.98, 1.01, 0.96, 0.50, 0.51, 0.48, 0.48, 0.55, 0.50,
    0.49, 0.51, 0.50, 0.49
  };

  private static final double[] OTAVA_TAIL = {0.47, 0.48, 0.45, 0.01, 0.1, 0.22};

  /** Otava asks for a t-test only, at the level that its test names; so does this rule. */
  private static Detector otava(double level) {
    return new Detector(new ShiftRule(level / 2, 1, 0));
  }

  /** apache/otava, tests/change_point_divisive_test.py: test_ttest. */
  @Test
  void findsTheChangePointsThatOtavaFindsInThreeLevels() {
    assertThat(otava(0.01).changes(OTAVA_SEQUENCE)).containsExactly(5, 8);
  }

  /** apache/otava, tests/analysis_test.py: test_single_series. */
  @Test
  void findsTheChangePointsThatOtavaFindsInOneSeries() {
    assertThat(otava(0.0001).changes(OTAVA_SINGLE)).containsExactly(10);
    double[] longer =
        DoubleStream.concat(Arrays.stream(OTAVA_SINGLE), Arrays.stream(OTAVA_TAIL)).toArray();
    assertThat(otava(0.0001).changes(longer)).containsExactly(10, 23);
    assertThat(STANDARD.changes(OTAVA_SINGLE)).containsExactly(10);
  }

  @Test
  void findsNothingInALevelSeries() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(STANDARD.changes(Noise.nights(60, Noise.NIGHT, seed))).isEmpty();
    }
  }

  @Test
  void findsEveryLevelOfALongSeries() {
    double[] values = Noise.nights(240, Noise.NIGHT, 5);
    values = Noise.shifted(values, 60, 0.02);
    values = Noise.shifted(values, 110, -0.015);
    values = Noise.shifted(values, 200, 0.01);
    assertThat(STANDARD.changes(values)).containsExactly(60, 110, 200);
  }

  @Test
  void isNotMisledByOneOrTwoBadNights() {
    double[] values = Noise.nights(60, Noise.NIGHT, 6);
    values[30] += 0.05;
    values[44] += 0.04;
    values[45] += 0.04;
    assertThat(STANDARD.changes(values)).isEmpty();
  }

  @Test
  void needsThirteenNights() {
    double[] values = Noise.shifted(Noise.nights(13, Noise.NIGHT, 7), 8, 0.03);
    assertThat(STANDARD.changes(values)).containsExactly(8);
    IntStream.range(0, 13)
        .forEach(n -> assertThat(STANDARD.changes(Arrays.copyOf(values, n))).isEmpty());
  }

  @Test
  void findsNothingInFewNightsOrNone() {
    assertThat(STANDARD.changes(new double[0])).isEmpty();
    assertThat(STANDARD.changes(new double[] {1})).isEmpty();
    assertThat(STANDARD.changes(new double[] {1, 2, 3, 4, 5, 6})).isEmpty();
  }
}

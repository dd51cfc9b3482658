package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PooledShiftTest {

  private static final double[] BEFORE = {1.00, 1.02, 1.05, 0.95, 0.98};
  private static final double[] AFTER = {0.80, 0.82, 0.85, 0.79, 0.77};

  /** The groups of Apache Otava's own test of its t-test; the p-value is scipy's ttest_ind. */
  @Test
  void hasTheRiskThatScipyHas() {
    PooledShift shift = new PooledShift(AFTER, BEFORE);
    assertThat(shift.estimate()).isCloseTo(0.194, within(1e-12));
    assertThat(2 * shift.riskOfAbove(0)).isCloseTo(2.0249770329333605e-05, within(1e-12));
    assertThat(shift.riskOfAbove(0) + new PooledShift(BEFORE, AFTER).riskOfAbove(0))
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void judgesASecondGroupOfOneByTheScatterOfTheFirst() {
    PooledShift shift = new PooledShift(BEFORE, new double[] {0.8});
    assertThat(shift.spread()).isCloseTo(0.0380789, within(1e-7));
    assertThat(shift.riskOfAbove(-0.2)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void holdsItsBoundsAsOftenAsItSays() {
    Random random = new Random(11);
    int below = 0;
    for (int i = 0; i < 4000; i++) {
      double[] first = random.doubles(30).map(x -> random.nextGaussian()).toArray();
      double[] second = random.doubles(3).map(x -> 1 + random.nextGaussian()).toArray();
      below += new PooledShift(first, second).bounds(0.05).lower() > 1 ? 1 : 0;
    }
    assertThat(below / 4000.0).isBetween(0.04, 0.06);
  }

  @Test
  void isSureOfADifferenceWithoutScatter() {
    PooledShift shift = new PooledShift(new double[] {1, 1, 1}, new double[] {2, 2});
    assertThat(shift.riskOfAbove(0.5)).isZero();
    assertThat(shift.riskOfAbove(1)).isEqualTo(1);
  }

  @Test
  void refusesTwoValuesInAll() {
    assertThatThrownBy(() -> new PooledShift(new double[] {1}, new double[] {2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("were 1 and 1");
  }
}

package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankSumTest {

  @ParameterizedTest(name = "{0} and {1}: P(U <= {2}) = {3}")
  @CsvSource(
      textBlock =
          """
          # Mann and Whitney (1947), table I, and by hand: 1 / C(n + m, m) for U = 0
          3,  3,  0, 0.05
          4,  4,  1, 0.0285714285714
          5,  5,  4, 0.0476190476190
          48, 2,  0, 0.0008163265306
          47, 3,  0, 0.0000510204082
          17, 3,  0, 0.0008771929825
          """)
  void knowsThePublishedProbabilities(int n, int m, int u, double expected) {
    assertThat(RankSum.atMost(n, m, u)).isCloseTo(expected, within(1e-12));
    assertThat(RankSum.atMost(m, n, u)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void agreesWithCountingEveryArrangement() {
    for (int n = 1; n <= 6; n++) {
      for (int m = 1; m <= 5; m++) {
        for (int u = 0; u <= n * m; u++) {
          assertThat(RankSum.atMost(n, m, u)).isCloseTo(counted(n, m, u), within(1e-12));
        }
      }
    }
  }

  /** Marks which of the ranks belong to the second group, in every possible way. */
  private static double counted(int n, int m, int u) {
    int met = 0;
    int all = 0;
    for (int ranks = 0; ranks < 1 << (n + m); ranks++) {
      if (Integer.bitCount(ranks) == m) {
        int pairs = 0;
        for (int i = 0; i < n + m; i++) {
          if ((ranks >> i & 1) == 1) {
            pairs += n + m - 1 - i - Integer.bitCount(ranks >> (i + 1));
          }
        }
        all++;
        met += pairs <= u ? 1 : 0;
      }
    }
    return (double) met / all;
  }

  @Test
  void countsATieAgainstWhoeverClaimsADifference() {
    double apart = RankSum.riskOfAbove(new double[] {1, 2, 3}, new double[] {4, 5, 6});
    double touching = RankSum.riskOfAbove(new double[] {1, 2, 4}, new double[] {4, 5, 6});
    assertThat(apart).isCloseTo(0.05, within(1e-12));
    assertThat(touching).isCloseTo(0.10, within(1e-12));
    assertThat(RankSum.riskOfAbove(new double[] {1, 1}, new double[] {1, 1})).isEqualTo(1);
  }

  @Test
  void errsNoMoreOftenThanItSaysOnRandomGroups() {
    Random random = new Random(4);
    int alarms = 0;
    for (int i = 0; i < 4000; i++) {
      double[] first = random.doubles(20).toArray();
      double[] second = random.doubles(4).toArray();
      alarms += RankSum.riskOfAbove(first, second) <= 0.05 ? 1 : 0;
    }
    assertThat(alarms / 4000.0).isBetween(0.035, 0.055);
  }

  @Test
  void refusesAGroupWithoutValues() {
    assertThatThrownBy(() -> RankSum.atMost(0, 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("were 0 and 3");
  }
}

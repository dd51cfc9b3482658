package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedRankTest {

  @ParameterizedTest(name = "n {0}, one-sided {1}: {2}")
  @CsvSource(
      textBlock =
          """
          # n, alpha, critical value (Hollander, Wolfe and Chicken 2014, table A.4; Wilcoxon 1964)
          5,  0.05,  0
          8,  0.05,  5
          8,  0.025, 3
          8,  0.01,  1
          8,  0.005, 0
          10, 0.05,  10
          10, 0.025, 8
          10, 0.01,  5
          10, 0.005, 3
          12, 0.05,  17
          12, 0.025, 13
          12, 0.01,  9
          12, 0.005, 7
          15, 0.05,  30
          15, 0.025, 25
          15, 0.01,  19
          15, 0.005, 15
          20, 0.05,  60
          20, 0.025, 52
          20, 0.01,  43
          20, 0.005, 37
          9,  0.001, -1
          10, 0.001, 0
          """)
  void hasThePublishedCriticalValues(int n, double alpha, int expected) {
    assertThat(SignedRank.of(n).critical(alpha)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 12})
  void agreesWithCountingEverySign(int n) {
    int sums = n * (n + 1) / 2;
    long[] count = new long[sums + 1];
    for (int signs = 0; signs < 1 << n; signs++) {
      int sum = 0;
      for (int rank = 1; rank <= n; rank++) {
        sum += (signs >> (rank - 1) & 1) * rank;
      }
      count[sum]++;
    }
    double cumulative = 0;
    for (int sum = 0; sum <= sums; sum++) {
      cumulative += count[sum] / Math.pow(2, n);
      assertThat(SignedRank.of(n).atMost(sum)).isCloseTo(cumulative, within(1e-14));
    }
  }

  @Test
  void isCertainAtTheEnds() {
    assertThat(SignedRank.of(20).atMost(-1)).isZero();
    assertThat(SignedRank.of(20).atMost(210)).isEqualTo(1);
    assertThat(SignedRank.of(20).atMost(1000)).isEqualTo(1);
    assertThat(SignedRank.of(400).atMost(400 * 401 / 4)).isCloseTo(0.5, within(0.01));
  }

  @Test
  void rejectsNoDifferences() {
    assertThatThrownBy(() -> SignedRank.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 to 1000 differences are needed, were 0");
  }
}

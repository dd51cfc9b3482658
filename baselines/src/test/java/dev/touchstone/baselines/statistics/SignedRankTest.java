package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedRankTest {

  /**
   * McCornack, Journal of the American Statistical Association 60 (1965) 864, n from 4 to 100; the
   * same numbers are printed as sequence A226330 (2.5 %) of the On-Line Encyclopedia of Integer
   * Sequences, and up to 50 in most textbooks (Hollander, Wolfe and Chicken 2014, table A.4, gives
   * the upper tail). -1 stands for a level that so few differences cannot reach.
   */
  @ParameterizedTest(name = "one-sided {0}, from n = {1} on")
  @CsvSource(
      textBlock =
          """
          0.05,  5, 0 2 3 5 8 10 13 17 21 25 30 35 41 47 53 60
          0.025, 5, -1 0 2 3 5 8 10 13 17 21 25 29 34 40 46 52 58 65 73 81 89 98 107 116
          0.025, 29, 126 137 147 159 170 182 195 208 221 235 249 264 279 294 310 327 343 361 378 396
          0.025, 49, 415 434 453 473 494 514 536 557 579 602 625 648 672 697
          0.01,  6, -1 0 1 3 5 7 9 12 15 19 23 27 32 37 43 49 55 62 69 76 84 92 101 110 120 130
          0.01,  32, 140 151 162 173 185 198 211 224 238 252 266 281 296 312 328 345 362 379 397
          0.005, 7, -1 0 1 3 5 7 9 12 15 19 23 27 32 37 42 48 54 61 68 75 83 91 100 109 118 128
          0.005, 33, 138 148 159 171 182 194 207 220 233 247 261 276 291 307 322 339 355 373
          0.001, 9, -1 0
          """)
  void hasThePublishedCriticalValues(double alpha, int first, String values) {
    String[] expected = values.split(" ", -1);
    for (int i = 0; i < expected.length; i++) {
      assertThat(SignedRank.of(first + i).critical(alpha))
          .as("n = %d", first + i)
          .isEqualTo(Integer.parseInt(expected[i]));
    }
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

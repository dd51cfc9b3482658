package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantilesTest {

  /**
   * 64 and 662 are LoadGen's own floors for p90 and p99 (MLCommons, loadgen/early_stopping.cc); the
   * others follow from the same rule.
   */
  @ParameterizedTest(name = "p{0}: {1} observations")
  @CsvSource({"0.5, 11", "0.9, 64", "0.95, 130", "0.99, 662", "0.999, 6636"})
  void claimsAPercentileFromLoadGensNumberOfQueriesOn(double quantile, int expected) {
    assertThat(Quantiles.fewest(quantile, 0.99)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 50, 0.99", "0.5, 11, 0.99", "0.95, 300, 0.99", "0.9, 100, 0.95"})
  void agreesWithTryingEveryRank(double quantile, int n, double level) {
    long[] sorted = LongStream.rangeClosed(1, n).toArray();
    Binomial below = new Binomial(n, quantile);
    double lower = Double.NEGATIVE_INFINITY;
    double upper = Double.POSITIVE_INFINITY;
    for (int rank = 1; rank <= n; rank++) {
      if (below.atMost(rank - 1) <= 1 - level) {
        lower = rank;
      }
      if (below.atLeast(rank) <= 1 - level && Double.isInfinite(upper)) {
        upper = rank;
      }
    }
    assertThat(Quantiles.bounds(sorted, quantile, level)).isEqualTo(new Bounds(lower, upper));
  }

  @ParameterizedTest
  @CsvSource({"0.5, 11", "0.5, 200", "0.95, 130", "0.95, 1000", "0.99, 662"})
  void missesTheQuantileNoMoreOftenThanItsRisk(double quantile, int n) {
    Random random = new Random(7);
    int runs = 4_000;
    int below = 0;
    int above = 0;
    double truth = -Math.log(1 - quantile) * 1e6; // exponential latencies
    for (int run = 0; run < runs; run++) {
      long[] sorted =
          random.doubles(n).mapToLong(u -> Math.round(-Math.log(1 - u) * 1e6)).sorted().toArray();
      Bounds bounds = Quantiles.bounds(sorted, quantile, 0.99);
      below += bounds.lower() > truth ? 1 : 0;
      above += bounds.upper() < truth ? 1 : 0;
    }
    assertThat((double) below / runs).isLessThan(0.01 + 0.0048); // three standard errors
    assertThat((double) above / runs).isLessThan(0.01 + 0.0048);
  }

  @Test
  void takesTheNearestRank() {
    long[] sorted = LongStream.rangeClosed(1, 100).toArray();

    assertThat(Quantiles.nearestRank(sorted, 0.95)).isEqualTo(95);
    assertThat(Quantiles.nearestRank(sorted, 0.5)).isEqualTo(50);
    assertThat(Quantiles.nearestRank(new long[] {7}, 0.01)).isEqualTo(7);
  }
}

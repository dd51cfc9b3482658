package dev.touchstone.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PoissonArrivalsTest {

  private static final int GAPS = 100_000;

  @Test
  void hasTheMeanAndTheDeviationOfAnExponentialDistribution() {
    long[] gaps = gaps(1_000, 5);
    double mean = LongStream.of(gaps).average().orElseThrow();
    double variance = LongStream.of(gaps).mapToDouble(g -> (g - mean) * (g - mean)).sum() / GAPS;

    // Five standard errors of either: 1/sqrt(n), and sqrt(8)/2/sqrt(n) for the deviation.
    assertThat(mean).isCloseTo(1e6, within(1e6 * 5 / Math.sqrt(GAPS)));
    assertThat(Math.sqrt(variance)).isCloseTo(1e6, within(1e6 * 5 * 1.42 / Math.sqrt(GAPS)));
  }

  @Test
  void isNeverNegativeAndRepeatsItselfForASeed() {
    assertThat(gaps(40, 9)).isEqualTo(gaps(40, 9)).isNotEqualTo(gaps(40, 10));
    assertThat(LongStream.of(gaps(40, 9)).min().orElseThrow()).isNotNegative();
  }

  private static long[] gaps(double rate, long seed) {
    PoissonArrivals arrivals = new PoissonArrivals(rate, seed);
    return LongStream.generate(arrivals::nextGapNanos).limit(GAPS).toArray();
  }
}

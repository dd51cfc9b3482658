package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.Quantiles;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedTest {

  private final SplittableRandom random = new SplittableRandom(7);

  private long[] times(int n) {
    return random.longs(n, 1, 2_000).toArray();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.9, 0.95, 0.99})
  void givesTheQuantilesAndBoundsOfItsObservations(double quantile) {
    long[] times = times(1_000);
    Ordered ordered = Ordered.of(times);
    long[] sorted = IntStream.range(0, 1_000).mapToLong(i -> times[i]).sorted().toArray();

    assertThat(ordered.n()).isEqualTo(1_000);
    assertThat(ordered.quantile(quantile))
        .isEqualTo((double) Quantiles.nearestRank(sorted, quantile));
    assertThat(ordered.bounds(quantile, 0.99)).isEqualTo(Quantiles.bounds(sorted, quantile, 0.99));
  }

  @Test
  void saysTheSameOfAHistogramThatKeepsEveryValue() {
    long[] times = times(5_000);
    Histogram histogram = new Histogram(3);
    for (long time : times) {
      histogram.recordValue(time);
    }
    Ordered single = Ordered.of(times);
    Ordered binned = Ordered.of(histogram);

    assertThat(binned.n()).isEqualTo(5_000);
    assertThat(binned.quantile(0.95)).isEqualTo(single.quantile(0.95));
    assertThat(binned.bounds(0.95, 0.99)).isEqualTo(single.bounds(0.95, 0.99));
    assertThat(binned.over(1_234)).isEqualTo(single.over(1_234));
  }

  /** Deciding by p-values and by bounds is the same, at every limit and level. */
  @Test
  void breaksALimitExactlyWhereTheLowerBoundIsAboveIt() {
    Ordered ordered = Ordered.of(times(700));
    for (double limit = 1; limit < 2_000; limit += 13) {
      for (double risk : new double[] {0.01, 0.005, 0.00125}) {
        Bounds bounds = ordered.bounds(0.9, 1 - risk);
        assertThat(ordered.riskThatKept(0.9, limit) <= risk).isEqualTo(bounds.lower() > limit);
        assertThat(ordered.riskThatBroken(0.9, limit) <= risk).isEqualTo(bounds.upper() <= limit);
      }
    }
  }

  @Test
  void hasTheExactBinomialRiskOfThePublishedRule() {
    // 662 queries of which one is over: LoadGen's rule claims p99 from here on, at 99 %.
    long[] times = new long[662];
    times[5] = 10;
    assertThat(Ordered.of(times).riskThatBroken(0.99, 5)).isCloseTo(0.00995, within(5e-5));
    assertThat(Ordered.of(new long[661]).over(0)).isZero();
  }

  @Test
  void hasNoBoundsWithTooFewObservations() {
    Bounds bounds = Ordered.of(3, 1, 2).bounds(0.5, 0.99);

    assertThat(bounds.lower()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(bounds.upper()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Ordered.of(new Histogram(3)).n()).isZero();
  }
}

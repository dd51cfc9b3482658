package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleSizesTest {

  @Test
  void asksForEnoughQueriesToDecideEitherWay() {
    long kept = SampleSizes.queriesToDecide(4, 130, 0.95, 0.99);
    assertThat(kept).isGreaterThan(130);
    assertThat(new Binomial(kept, 0.05).atMost(Math.round(kept * 4 / 130.0)))
        .isLessThanOrEqualTo(0.01);

    long broken = SampleSizes.queriesToDecide(9, 130, 0.95, 0.99);
    assertThat(new Binomial(broken, 0.05).atLeast(Math.round(broken * 9 / 130.0)))
        .isLessThanOrEqualTo(0.01);

    assertThat(SampleSizes.queriesToDecide(0, 50, 0.99, 0.99)).isEqualTo(662);
    assertThat(SampleSizes.queriesToDecide(5, 100, 0.95, 0.99)).isEqualTo(Long.MAX_VALUE);
  }
}

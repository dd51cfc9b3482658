package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {

  @ParameterizedTest
  @EnumSource
  void isFoundByItsKey(Metric metric) {
    assertThat(Metric.ofKey(metric.key())).contains(metric);
  }

  @Test
  void isNotFoundByAnyOtherWord() {
    assertThat(Metric.ofKey("LATENCY_P50")).isEmpty();
    assertThat(Metric.ofKey("")).isEmpty();
  }

  @Test
  void isBetterWhenHigherOnlyForThroughputAndShares() {
    assertThat(
            Arrays.stream(Metric.values())
                .filter(m -> m.direction() == Direction.HIGHER_IS_BETTER)
                .map(Metric::key))
        .containsExactly(
            "throughput",
            "quality.top1",
            "quality.recall",
            "quality.precision",
            "quality.f1",
            "quality.auc");
  }

  @Test
  void isAQualityExactlyWhenPredictionsTellIt() {
    assertThat(Metric.QUALITY_FLIPS.isQuality()).isTrue();
    assertThat(Metric.SIZE.isQuality()).isFalse();
  }
}

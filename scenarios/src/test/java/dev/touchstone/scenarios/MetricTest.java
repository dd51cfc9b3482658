package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest(name = "{0}: quantile {1}")
  @CsvSource({
    "latency.p50, 0.5, true",
    "latency.p99.9, 0.999, true",
    "latency.preprocess.p95, 0.95, false",
    "latency.end-to-end.p99, 0.99, false"
  })
  void isAQuantileOfQueriesOrOfAStage(String key, double quantile, boolean ofQueries) {
    Metric metric = Metric.ofKey(key).orElseThrow();

    assertThat(metric.quantile()).hasValue(quantile);
    assertThat(metric.isLatency()).isEqualTo(ofQueries);
    assertThat(metric.isStage()).isEqualTo(!ofQueries);
  }

  @Test
  void isNoQuantileIfItIsAnythingElse() {
    assertThat(Metric.MEMORY_PEAK.quantile()).isEmpty();
    assertThat(Metric.THROUGHPUT.isLatency()).isFalse();
    assertThat(Metric.MEMORY_PEAK.isStage()).isFalse();
  }
}

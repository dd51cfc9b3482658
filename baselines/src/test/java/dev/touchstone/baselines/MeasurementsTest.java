package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.Metric;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasurementsTest {

  private static Optional<Measurement> find(
      List<Measurement> all, String arm, Metric metric, String slice) {
    return all.stream()
        .filter(m -> m.arm().equals(arm) && m.metric() == metric && m.slice().equals(slice))
        .findFirst();
  }

  @Test
  void giveEveryNumberOfEveryArm() {
    List<Measurement> all = Measurements.of(Runs.unchanged().build());

    for (String arm : List.of(Arm.REFERENCE, Arm.DEPLOYED, Runs.CANDIDATE)) {
      for (Metric metric : Metric.values()) {
        boolean measured =
            switch (metric) {
              case LATENCY_P999, ENERGY, QUALITY_MAE, QUALITY_RMSE, QUALITY_GOLDEN -> false;
              case QUALITY_FLIPS -> !arm.equals(Arm.REFERENCE);
              default -> !metric.isStage();
            };
        assertThat(find(all, arm, metric, "").isPresent())
            .as(arm + " " + metric)
            .isEqualTo(measured);
      }
    }
    assertThat(find(all, Runs.CANDIDATE, Metric.QUALITY_RECALL, "class=crack")).isPresent();
    assertThat(find(all, Runs.CANDIDATE, Metric.QUALITY_TOP1, "condition=low light")).isPresent();
  }

  @Test
  void claimAPercentileOnlyWithEnoughQueries() {
    List<Measurement> few = Measurements.of(Runs.unchanged().queries(661).build());
    List<Measurement> enough = Measurements.of(Runs.unchanged().queries(662).build());

    assertThat(find(few, Arm.REFERENCE, Metric.LATENCY_P95, "")).isPresent();
    assertThat(find(few, Arm.REFERENCE, Metric.LATENCY_P99, "")).isEmpty();
    assertThat(find(enough, Arm.REFERENCE, Metric.LATENCY_P99, "").orElseThrow())
        .satisfies(
            m -> {
              assertThat(m.load()).isEqualTo("single-stream");
              assertThat(m.n()).isEqualTo(662);
              assertThat(m.interval().orElseThrow().lower()).isLessThan(m.value().value());
              assertThat(m.interval().orElseThrow().upper()).isGreaterThan(m.value().value());
              assertThat(m.interval().orElseThrow().confidence()).isEqualTo(0.99);
            });
  }

  @Test
  void boundARecallByTheSamplesOfItsClass() {
    Measurement recall =
        find(
                Measurements.of(Runs.unchanged().missing(0.5).build()),
                Runs.CANDIDATE,
                Metric.QUALITY_RECALL,
                "class=crack")
            .orElseThrow();

    assertThat(recall.n()).isEqualTo(100);
    assertThat(recall.value().value()).isCloseTo(0.48, within(0.12));
    assertThat(recall.interval().orElseThrow().upper() - recall.value().value()).isLessThan(0.13);
  }

  @Test
  void countAnswersThatDifferFromTheReference() {
    List<Measurement> all = Measurements.of(Runs.unchanged().missing(0.5).build());
    Measurement whole = find(all, Runs.CANDIDATE, Metric.QUALITY_FLIPS, "").orElseThrow();
    Measurement cracks =
        find(all, Runs.CANDIDATE, Metric.QUALITY_FLIPS, "class=crack").orElseThrow();

    assertThat(whole.value().value()).isPositive().isEqualTo(cracks.value().value());
    assertThat(find(all, Arm.DEPLOYED, Metric.QUALITY_FLIPS, "").orElseThrow().value().value())
        .isZero();
  }
}

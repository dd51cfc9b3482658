package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.Metric;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparerTest {

  private static Comparison comparison(Metric metric, double... evidence) {
    List<Double> list = new ArrayList<>();
    for (double d : evidence) {
      list.add(d);
    }
    return new Comparison(metric, TimeDomain.WALL, "candidate", "reference", list);
  }

  @Test
  void comparesEveryPairOfTheCampaign() {
    Comparison comparison =
        new Comparer(Runs.unchanged().slower(1.2).build())
            .compare(Metric.LATENCY_P50, TimeDomain.CPU, Runs.CANDIDATE, Arm.REFERENCE)
            .orElseThrow();

    assertThat(comparison.n()).isEqualTo(40);
    assertThat(comparison.evidence()).hasSize(40);
    assertThat(comparison.estimate()).isCloseTo(0.2, within(0.01));
    assertThat(comparison.interval().lower()).isLessThan(comparison.estimate());
    assertThat(comparison.interval().upper()).isGreaterThan(comparison.estimate());
  }

  @Test
  void hasNothingToSayOfAnArmThatWasNotThere() {
    Comparer comparer = new Comparer(Runs.unchanged().withoutDeployed().build());

    assertThat(comparer.compare(Metric.LATENCY_P50, TimeDomain.WALL, Runs.CANDIDATE, Arm.DEPLOYED))
        .isEmpty();
    assertThat(comparer.compare(Metric.LATENCY_P50, TimeDomain.WALL, "nobody", Arm.REFERENCE))
        .isEmpty();
  }

  @Test
  void countsALossInTheDirectionOfTheMetric() {
    double twice = Math.log(2);

    assertThat(comparison(Metric.LATENCY_P50, twice).estimate()).isCloseTo(1, within(1e-12));
    assertThat(comparison(Metric.THROUGHPUT, twice).estimate()).isCloseTo(0.5, within(1e-12));
    assertThat(comparison(Metric.THROUGHPUT, -twice).estimate()).isCloseTo(-1, within(1e-12));
  }

  @Test
  void boundsNothingFromOnePair() {
    Interval interval = comparison(Metric.LATENCY_P50, 0.1).interval();

    assertThat(interval.lower()).isEqualTo(-1);
    assertThat(interval.upper()).isEqualTo(Double.POSITIVE_INFINITY);
  }
}

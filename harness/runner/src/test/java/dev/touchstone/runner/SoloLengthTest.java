package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.QueryLooks;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.worker.protocol.Stop;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoloLengthTest {

  private static final LoadPattern STREAM = new LoadPattern.SingleStream();

  @ParameterizedTest(name = "{0} ms -> {1} queries")
  @CsvSource(
      textBlock =
          """
          # latency in ms, queries: 3 s, and enough for p99 if the limit of 10 s allows
          0.03, 65536
          1,    3000
          4,    750
          5,    662
          15,   662
          50,   200
          500,  20
          2000, 11
          """)
  void wantsEnoughQueriesForP99ButCutsSlowModelsShort(double millis, int queries) {
    assertThat(looks(STREAM, millis)).containsExactly(queries);
  }

  @ParameterizedTest(name = "{0} at {1} ms -> {2}")
  @CsvSource(
      textBlock =
          """
          LATENCY_P95,  200,  '[130, 260]'
          LATENCY_P99,  80,   '[662]'
          LATENCY_P99,  1000, '[60]'
          LATENCY_P99,  15,   '[662, 1324, 2648]'
          LATENCY_P999, 1,    '[6636, 13272, 26544, 53088]'
          LATENCY_P90,  1,    '[3000, 6000, 12000, 24000, 48000]'
          THROUGHPUT,   1,    '[3000, 6000, 12000, 24000, 48000]'
          MEMORY_PEAK,  1,    '[3000]'
          """)
  void spendsLongerOnWhatIsRequiredAndLooksAgainUntilSixTimesTheLimit(
      Metric metric, double millis, String expected) {
    assertThat(looks(STREAM, millis, metric)).hasToString(expected);
  }

  @Test
  void runsNoMoreThanCanBeAnsweredOneByOne() {
    assertThat(looks(STREAM, 0.001, Metric.LATENCY_P50)).containsExactly(Stop.RAW_QUERIES);
  }

  @Test
  void countsWaitingForArrivalsAndWholeBatchesAndWholeBursts() {
    assertThat(looks(LoadPattern.Server.at(20), 1)).containsExactly(200);
    assertThat(looks(new LoadPattern.MultiStream(8), 10)).containsExactly(125);
    assertThat(looks(new LoadPattern.Offline(8), 1)).containsExactly(375);
    assertThat(looks(new LoadPattern.Burst(32, 100_000_000, Optional.empty()), 1))
        .containsExactly(960);
  }

  @Test
  void runsASustainedLoadForItsTime() {
    LoadPattern sustained = new LoadPattern.Sustained(600, 60);

    assertThat(SoloLength.first(sustained, QueryLooks.AT_THE_END)).isEqualTo(Stop.afterTime(600));
    assertThat(SoloLength.first(STREAM, QueryLooks.doubling(5, 9))).isEqualTo(Stop.afterQueries(5));
  }

  private static List<Integer> looks(LoadPattern load, double millis, Metric... required) {
    List<Requirement> requirements =
        List.of(required).stream()
            .map(
                metric ->
                    new Requirement(
                        metric,
                        new Rule.AtMost(new Quantity(1, metric.unit())),
                        Optional.empty(),
                        Optional.empty(),
                        new Location("scenario.yaml", 1, 1)))
            .toList();
    Scenario scenario = Questions.scenario(Optional.empty(), requirements, load);
    return SoloLength.looks(scenario, load, millis * 1e6, PlanSettings.STANDARD).planned();
  }
}

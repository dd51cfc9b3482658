package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.Unit;
import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.worker.protocol.Arrival;
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
          # latency in ms, queries; the limit is 10 s
          0.03, 662
          1,    662
          15,   662
          50,   200
          500,  20
          2000, 11
          """)
  void wantsEnoughQueriesForP99ButCutsSlowModelsShort(double millis, int queries) {
    assertThat(stop(STREAM, millis).queries()).isEqualTo(queries);
  }

  @Test
  void spendsLongerOnAPercentileThatIsRequired() {
    assertThat(stop(STREAM, 200, Metric.LATENCY_P95).queries()).isEqualTo(130);
    assertThat(stop(STREAM, 80, Metric.LATENCY_P99).queries()).isEqualTo(662);
    assertThat(stop(STREAM, 1000, Metric.LATENCY_P99).queries()).isEqualTo(60);
  }

  @Test
  void runsForTheWholeTimeWhateverTheQueries() {
    Stop stop = stop(STREAM, 0.03);
    assertThat(stop.nanos()).isEqualTo(3_000_000_000L);
    assertThat(stop.atMostQueries()).isEqualTo(Stop.RAW_QUERIES);
  }

  @Test
  void countsWaitingForArrivalsAndWholeBatches() {
    assertThat(stop(new LoadPattern.Server(20, Optional.empty()), 1).queries()).isEqualTo(200);
    assertThat(stop(new LoadPattern.MultiStream(8), 10).queries()).isEqualTo(125);
    assertThat(stop(new LoadPattern.Offline(8), 1).queries()).isEqualTo(11);
  }

  @Test
  void putsLoadPatternsIntoTheWorkersWords() {
    assertThat(SoloLength.arrival(STREAM, 5)).isEqualTo(new Arrival.SingleStream());
    assertThat(SoloLength.arrival(new LoadPattern.MultiStream(4), 5))
        .isEqualTo(new Arrival.MultiStream(4));
    assertThat(SoloLength.arrival(new LoadPattern.Server(40, Optional.of(1L)), 5))
        .isEqualTo(new Arrival.Server(40, 5));
    assertThat(SoloLength.arrival(new LoadPattern.Offline(16), 5))
        .isEqualTo(new Arrival.Offline(16));
  }

  private static Stop stop(LoadPattern load, double millis, Metric... required) {
    List<Requirement> requirements =
        List.of(required).stream()
            .map(
                metric ->
                    new Requirement(
                        metric,
                        new Rule.AtMost(new Quantity(1, Unit.NANOSECOND)),
                        Optional.empty(),
                        Optional.empty(),
                        new Location("scenario.yaml", 1, 1)))
            .toList();
    Scenario scenario = Questions.scenario(Optional.empty(), requirements, load);
    return SoloLength.of(scenario, load, millis * 1e6, PlanSettings.STANDARD);
  }
}

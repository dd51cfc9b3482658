package dev.touchstone.scenarios;

import static dev.touchstone.scenarios.ScenarioFolder.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.LoadPattern.Batching;
import dev.touchstone.scenarios.LoadPattern.Bound;
import dev.touchstone.scenarios.problem.ScenarioException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadReaderTest {

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private static final String WITHOUT_SAMPLES =
      GOOD.replace("  evaluation: {manifest: evaluation.yaml}\n", "");

  @TempDir private Path temporary;
  private ScenarioFolder folder = new ScenarioFolder(Path.of(""));

  @BeforeEach
  void fill() {
    folder = ScenarioFolder.in(temporary);
  }

  private LoadPattern only(String pattern) {
    Scenario scenario = folder.read(GOOD + "load: [" + pattern + "]\n");
    assertThat(scenario.load()).hasSize(1);
    return scenario.load().get(0);
  }

  @Test
  void readsAServerWhoseRateIsSearched() {
    assertThat(only("{server: {rate: auto, bound: {p95: 20 ms}, batching: {max-batch: 8}}}"))
        .isEqualTo(
            new LoadPattern.Server(
                OptionalDouble.empty(),
                Optional.of(new Bound(Metric.LATENCY_P95, 20 * MILLI)),
                Optional.of(new Batching(8, 10 * MILLI))));
  }

  @Test
  void readsBursts() {
    assertThat(only("{burst: {queries: 16, every: 1 s, batching: {max-batch: 4, timeout: 5 ms}}}"))
        .isEqualTo(new LoadPattern.Burst(16, SECOND, Optional.of(new Batching(4, 5 * MILLI))));
    assertThat(only("{burst: {queries: 1, every: 1 ms}}"))
        .isEqualTo(new LoadPattern.Burst(1, MILLI, Optional.empty()));
  }

  @ParameterizedTest(name = "{0}: {1} ms in slices of {2} ms")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sustained                                       | 600000   | 60000
          {sustained: {}}                                 | 600000   | 60000
          {sustained: {duration: 5 min}}                  | 300000   | 30000
          {sustained: {duration: 2 s}}                    | 2000     | 200
          {sustained: {duration: 2 h}}                    | 7200000  | 60000
          {sustained: {duration: 24 h}}                   | 86400000 | 144000
          {sustained: {duration: 30 min, slice: 5 min}}   | 1800000  | 300000
          """)
  void readsSustainedLoadWithSlicesThatSuitItsLength(String text, long duration, long slice) {
    assertThat(only(text)).isEqualTo(new LoadPattern.Sustained(duration * MILLI, slice * MILLI));
  }

  @Test
  void makesARequirementOfTheBoundWhateverThePercentile() {
    Scenario scenario =
        folder.read(GOOD + "load: [{server: {rate: auto, bound: {p99.9: 20 ms}}}]\n");

    assertThat(scenario.requirements())
        .extracting(Requirement::toString)
        .containsExactly("latency.p99.9 at most 20.0 ms");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {server: {rate: auto}}                                        | the highest rate is the highest that keeps a bound, and there is none; add bound: {p99: 50 ms}
          {server: {rate: fast, bound: {p99: 1 ms}}}                    | "fast" does not begin with a number
          {server: {rate: 1 /s, bound: {}}}                             | a bound states exactly one percentile, found 0; write {p99: 50 ms}, and further limits as requirements
          {server: {rate: 1 /s, bound: {p50: 1 ms, p99: 2 ms}}}         | a bound states exactly one percentile, found 2
          {server: {rate: 1 /s, bound: {p98: 1 ms}}}                    | "p98" is no key of a bound; allowed: p50, p90, p95, p99, p99.9
          {server: {rate: 1 /s, batching: {timeout: 10 ms}}}            | batching needs the key "max-batch", which is missing
          {server: {rate: 1 /s, batching: {max-batch: 1}}}              | "1" is not allowed; write a whole number from 2 to 256
          {server: {rate: 1 /s, batching: {max-batch: 8, timeout: 50 ms}}} | load[0].server.batching.timeout: "50 ms" is not allowed; allowed: 5.00 ms to 20.0 ms
          {server: {rate: 1 /s, batching: {max-batch: 8, timeout: 10}}} | "10" has no unit; write "10 ms" or "10 us"
          {burst: {every: 1 s}}                                         | burst needs the key "queries", which is missing
          {burst: {queries: 4}}                                         | burst needs the key "every", which is missing
          {burst: {queries: 0, every: 1 s}}                             | "0" is not allowed; write a whole number from 1 to 65536
          {burst: {queries: 4, every: 1 us}}                            | "1 us" is not allowed; allowed: 1.00 ms to 3600 s
          {sustained: {duration: 1 s}}                                  | "1 s" is not allowed; allowed: 2.00 s to 86400 s
          {sustained: {duration: 10 s, slice: 6 s}}                     | "6 s" is not allowed; allowed: 100 ms to 5.00 s
          {sustained: {rate: 3 /s}}                                     | "rate" is no key of sustained; allowed: duration, slice
          {bursts: {}}                                                  | "bursts" is not a load pattern; allowed: single-stream, multi-stream, server, offline, burst, sustained; did you mean "burst"?
          """)
  void saysWhatIsWrongAndWhere(String pattern, String message) {
    assertThatThrownBy(() -> folder.read(GOOD + "load: [" + pattern + "]\n"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("s.yaml:")
        .hasMessageContaining(message);
  }

  @Test
  void wantsStagesToHaveSamplesAndSingleQueries() {
    String stage = "requirements: [{metric: latency.end-to-end.p95, at-most: 80 ms}]\n";
    assertThatThrownBy(() -> folder.read(GOOD + "load: [{offline: {batch: 2}}]\n" + stage))
        .hasMessageContaining(
            "latency.end-to-end.p95 is measured around the inferences of single-stream; add"
                + " single-stream to the scenario's load");
    assertThatThrownBy(() -> folder.read(WITHOUT_SAMPLES + stage))
        .hasMessageContaining("latency.end-to-end.p95 needs samples to process");
    assertThat(folder.read(GOOD + stage).requirements()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"latency.p90", "latency.p99.9", "latency.end-to-end.p95", "latency.preprocess.p50"})
  void refusesAComparisonOfWhatIsNotMeasuredSideBySide(String metric) {
    String rule = "{metric: " + metric + ", against: reference, allow: 1 %, catch: 5 %}";
    assertThatThrownBy(() -> folder.read(GOOD + "requirements: [" + rule + "]\n"))
        .hasMessageContaining(metric + " is not measured side by side with another arm");
  }
}

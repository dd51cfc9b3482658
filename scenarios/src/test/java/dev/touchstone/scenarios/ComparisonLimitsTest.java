package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.problem.ScenarioException;
import dev.touchstone.scenarios.quality.Labels;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonLimitsTest {

  private static final Labels CLASSES =
      new Labels.Classes(List.of("good", "bad"), new int[] {0, 1, 0});

  private static List<String> demands(ComparisonLimits limits, Optional<Labels> labels) {
    return limits.demands(labels).stream().map(Demand::toString).toList();
  }

  private static List<String> words(String text) {
    return text == null ? List.of() : Stream.of(text.split(",")).map(String::strip).toList();
  }

  @Test
  void areThoseOfTheMethodUnlessToldOtherwise() {
    assertThat(demands(ComparisonLimits.read(List.of(), List.of()), Optional.of(CLASSES)))
        .containsExactly(
            "{metric: latency.p50, against: reference, allow: 0.5 %, catch: 3 %}",
            "{metric: latency.p95, against: reference, allow: 1 %, catch: 5 %}",
            "{metric: throughput, against: reference, allow: 0.5 %, catch: 3 %}",
            "{metric: memory.peak, against: reference, allow: 0.5 %, catch: 3 %}",
            "{metric: memory.steady, against: reference, allow: 0.5 %, catch: 3 %}",
            "{metric: cold-start, against: reference, allow: 5 %, catch: 20 %}",
            "{metric: size, against: reference, allow: 0.5 %, catch: 3 %}",
            "{metric: quality.top1, against: reference, allow: 1 pp, catch: 2 pp}",
            "{metric: quality.recall, for-each: class, against: reference, allow: 1 pp,"
                + " catch: 10 pp}");
  }

  @Test
  void areNeverFinerThanAMetricCanBeTold() {
    ComparisonLimits fine = ComparisonLimits.read(List.of("0.1%", "0.2pp"), List.of("1%", "1pp"));
    ComparisonLimits wide = ComparisonLimits.read(List.of("10%", "5pp"), List.of("30%", "20pp"));

    assertThat(demands(fine, Optional.of(CLASSES)))
        .contains(
            "{metric: latency.p50, against: reference, allow: 0.1 %, catch: 1 %}",
            "{metric: latency.p95, against: reference, allow: 1 %, catch: 5 %}",
            "{metric: cold-start, against: reference, allow: 5 %, catch: 20 %}",
            "{metric: quality.top1, against: reference, allow: 0.2 pp, catch: 1 pp}",
            "{metric: quality.recall, for-each: class, against: reference, allow: 1 pp,"
                + " catch: 10 pp}");
    assertThat(wide.demands(Optional.of(CLASSES)))
        .allSatisfy(d -> assertThat(List.of("30 %", "20 pp")).contains(d.catches().toString()));
  }

  @Test
  void askNoQualityWithoutLabelsAndNoClassWithoutSamples() {
    Labels oneClassMissing = new Labels.Classes(List.of("good", "bad"), new int[] {0, 0});
    Labels numbers = new Labels.Values(new double[] {1, 2});

    assertThat(ComparisonLimits.STANDARD.demands(Optional.empty()))
        .noneMatch(d -> d.metric().isQuality());
    assertThat(ComparisonLimits.STANDARD.demands(Optional.of(oneClassMissing)))
        .extracting(Demand::metric)
        .contains(Metric.QUALITY_TOP1)
        .doesNotContain(Metric.QUALITY_RECALL);
    assertThat(ComparisonLimits.STANDARD.demands(Optional.of(numbers)))
        .extracting(Demand::metric)
        .contains(Metric.QUALITY_MAE)
        .doesNotContain(Metric.QUALITY_TOP1);
  }

  @ParameterizedTest(name = "--allow {0} --catch {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1       |        | --allow: "1" has no unit; write "1 %"
          x       |        | --allow: "x" does not begin with a number
          -1%     |        | --allow: "-1%" is negative
          1 ms    |        | --allow: "1 ms" has the unit "ms"; allowed: %
          5%      | 1%     | --catch: "1 %" is below --allow, 5 %
          5%      |        | --catch: "3 %" is below --allow, 5 %
          0.5pp   | 0.1pp  | --catch: "0.1 pp" is below --allow, 0.5 pp
          0%      | 0%     | --catch: "0 %" cannot be told from no loss by any measurement
          1%, 2%  |        | --allow: "2%" is the second value in %; give at most one in % and one in pp
          1%      | 200%   | --catch: "200%" is not possible
          """)
  void rejectWhatCannotBeHeldAtItsFlag(String allow, String catches, String message) {
    assertThatThrownBy(() -> ComparisonLimits.read(words(allow), words(catches)))
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void tellAllMistakesAtOnce() {
    assertThatThrownBy(() -> ComparisonLimits.read(List.of("1"), List.of("x")))
        .isInstanceOfSatisfying(ScenarioException.class, e -> assertThat(e.problems()).hasSize(2));
  }
}

package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsReportTest extends ReportFormatContract {

  @Override
  ReportFormat format() {
    return new MetricsReport();
  }

  private OpenMetricsReader read(String name) throws IOException {
    format().render(verdict(name), folder);
    return OpenMetricsReader.read(Files.readString(folder.resolve("metrics.prom")));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void keepsTheGrammarWhateverTheNames(String name) throws IOException {
    assertThat(read(name).samples()).isNotEmpty();
  }

  @Test
  void givesEverythingInBaseUnitsUnderItsLabels() throws IOException {
    OpenMetricsReader read = read("fail");

    assertThat(read.units())
        .containsEntry("touchstone_latency_seconds", "seconds")
        .containsEntry("touchstone_size_bytes", "bytes")
        .containsEntry("touchstone_quality_top1_ratio", "ratio")
        .containsEntry("touchstone_throughput_per_second", "per_second")
        .doesNotContainKey("touchstone_quality_flips");
    assertThat(read.value("touchstone_latency_seconds", labels("reference", "quantile", "0.5")))
        .isEqualTo(0.00061);
    assertThat(
            read.value("touchstone_latency_bound_seconds", labels("reference", "bound", "lower")))
        .isEqualTo(0.000608);
    assertThat(read.value("touchstone_cold_start_seconds", labels("reference", "load", "")))
        .isEqualTo(0.36);
    assertThat(
            read.value(
                "touchstone_quality_recall_ratio", labels("reference", "slice", "class=crack")))
        .isEqualTo(0.925);
    assertThat(read.value("touchstone_loss_ratio", labels("int8-careless", "slice", "class=crack")))
        .isEqualTo(0.083);
  }

  @Test
  void showsAnOutcomeAsOneStateOfFour() throws IOException {
    OpenMetricsReader read = read("fail");

    for (String outcome : List.of("PASS", "INCONCLUSIVE", "INVALID", "FAIL")) {
      double expected = outcome.equals("FAIL") ? 1 : 0;
      assertThat(read.value("touchstone_verdict", Map.of("outcome", outcome))).isEqualTo(expected);
      assertThat(
              read.value("touchstone_finding", Map.of("outcome", outcome, "slice", "class=crack")))
          .isEqualTo(expected);
    }
  }

  @Test
  void joinsTheRunsOfSeveralScenariosWithoutBreakingTheirFamilies() {
    Verdict one = Verdicts.fail();
    Verdict other = Verdicts.bare();

    OpenMetricsReader read = OpenMetricsReader.read(MetricsReport.text(List.of(one, other)));

    assertThat(read.value("touchstone_verdict", Map.of("scenario", "bare", "outcome", "PASS")))
        .isEqualTo(1);
    assertThat(
            read.value(
                "touchstone_verdict", Map.of("scenario", "surface-defects", "outcome", "FAIL")))
        .isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain      | plain
          a\\b       | a\\\\b
          a"b        | a\\"b
          a{b}=c,d#e | a{b}=c,d#e
          é漢😀      | é漢😀
          """)
  void escapesLabelValues(String value, String written) {
    assertThat(Exposition.escape(value)).isEqualTo(written);
  }

  @Test
  void writesNumbersAsBothFormatsReadThem() {
    assertThat(Exposition.number(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
    assertThat(Exposition.number(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
    assertThat(Exposition.number(Double.NaN)).isEqualTo("NaN");
    assertThat(Exposition.number(1e-9)).isEqualTo("0.000000001");
    assertThat(Exposition.seconds(334_000)).isEqualTo(0.000334);
    assertThat(Exposition.seconds(Double.POSITIVE_INFINITY)).isInfinite();
  }

  private static Map<String, String> labels(String arm, String name, String value) {
    return Map.of("arm", arm, name, value);
  }
}

package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.history.History;
import dev.touchstone.baselines.history.Night;
import dev.touchstone.baselines.history.Series;
import dev.touchstone.scenarios.Loss;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryReportTest {

  private static History history(int nights, int stepAt, double step) {
    List<Night> all = new ArrayList<>();
    for (int i = 0; i < nights; i++) {
      double scatter = 0.001 * (i * 7 % 5 - 2);
      all.add(
          new Night(
              "run-" + i,
              Instant.parse("2026-09-01T03:00:00Z").plus(i, ChronoUnit.DAYS),
              scatter + (i >= stepAt ? step : 0),
              Optional.empty(),
              Map.of("candidate", i >= stepAt ? "bbb" : "aaa")));
    }
    return History.of(
        new Series(
            "kws on board, <int8>",
            "latency.p50",
            "int8",
            Loss.Scale.RELATIVE,
            Series.Kind.SCATTERED,
            all,
            List.of(new Series.LeftOut("run-x", Instant.EPOCH, "it was INVALID")),
            List.of("No value on 1 of 25 days: 2026-09-03.")),
        List.of());
  }

  @Test
  void showsTheNightsAndWhatIsToBeSaidAboutThem() {
    assertThat(HistoryReport.text(history(24, 16, 0.02), false, 100))
        .isEqualTo(
            """
            kws on board, <int8>: latency.p50
              24 nights from 2026-09-01 to 2026-09-24 · level +2.03 % against the reference, night to night
              ±0.17 %
              ▁▁▂▁▂▁▁▂▁▂▁▁▂▁▂▁██▇█▇██▇
                              ▲
              ▲ 2026-09-17 +2.05 % [+1.88, +2.21] worse, open: −0.01 % → +2.03 %
                  between run-15 and run-16
                  candidate: aaa → bbb
              FAIL since 2026-09-01: drift of +2.02 % [+1.35, +2.31], 1/3 %
              · No value on 1 of 25 days: 2026-09-03.
              · left out, since it was INVALID: run-x

            ✗ FAIL  1 change for the worse is open
            """);
  }

  @Test
  void isATableForOtherPrograms() {
    List<String> rows = HistoryReport.csv(history(24, 16, 0.02)).lines().toList();
    assertThat(rows).hasSize(25);
    assertThat(rows.get(0))
        .isEqualTo("when,run,value,lower,upper,loss,shift,standing,circumstances");
    assertThat(rows.get(1)).startsWith("2026-09-01T03:00:00Z,run-0,-0.002,,,-0.0019");
    assertThat(rows.get(17)).contains("run-16", "\"worse, open\"", "candidate: aaa → bbb");
  }

  @Test
  void isAPictureThatStandsInLightAndDark() {
    String svg = HistoryReport.svg(history(24, 16, 0.02));
    assertThat(svg)
        .startsWith("<svg ")
        .contains("prefers-color-scheme:dark", "&lt;int8&gt;: latency.p50", "2026-09-24")
        .doesNotContain("NaN");
    assertThat(svg.split("<circle", -1)).hasSize(25);
  }

  @Test
  void drawsNothingOfNoNight() {
    History none = history(0, 0, 0);
    assertThat(HistoryReport.svg(none)).startsWith("<svg ").doesNotContain("<circle", "NaN");
    assertThat(HistoryReport.text(none, false, 80)).contains("no night tells it", "✓ PASS");
  }
}

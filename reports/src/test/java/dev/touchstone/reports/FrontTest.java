package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Measurement;
import dev.touchstone.scenarios.Metric;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrontTest {

  /** Arms a, b, c ... at {@code cost:worth}. */
  private static Front front(Metric worth, String places) {
    List<Front.Point> points = new ArrayList<>();
    for (String place : places.split(" ", -1)) {
      String name = String.valueOf((char) ('a' + points.size()));
      String[] parts = place.split(":", -1);
      points.add(
          new Front.Point(
              name, value(name, Metric.LATENCY_P50, parts[0]), value(name, worth, parts[1])));
    }
    return new Front(Metric.LATENCY_P50, worth, points, List.of());
  }

  private static Measurement value(String arm, Metric metric, String number) {
    return InventedRun.measurement(arm, metric, "", Double.parseDouble(number), 1);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "1:0.9, On the front: a.",
    "1:0.9 2:0.95, 'On the front: a, b.'",
    "2:0.95 1:0.9, 'On the front: b, a.'",
    "1:0.9 2:0.8, On the front: a; a dominates b.",
    "1:0.9 1:0.8, On the front: a; a dominates b.",
    "1:0.9 2:0.9, On the front: a; a dominates b.",
    "1:0.9 1:0.9, 'On the front: a, b.'",
    "1:0.9 2:0.8 3:0.7, 'On the front: a; a dominates b, c.'",
    "1:0.8 2:0.9 3:0.85, 'On the front: a, b; b dominates c.'"
  })
  void holdsWhatNoOtherBeats(String places, String words) {
    assertThat(front(Metric.QUALITY_TOP1, places).words()).isEqualTo(words);
  }

  @Test
  void turnsRoundWhereLessIsWorthMore() {
    assertThat(front(Metric.QUALITY_MAE, "1:3 2:1 3:2").words())
        .isEqualTo("On the front: a, b; b dominates c.");
  }

  @Test
  void namesTheArmsThatWereNotMeasured() {
    Front front =
        Front.of(
            Verdicts.named("with-faults"),
            Metric.LATENCY_P50,
            InventedRun.LOAD,
            Metric.QUALITY_TOP1);
    assertThat(front.words()).endsWith("; not measured: custom-operator.");
  }
}

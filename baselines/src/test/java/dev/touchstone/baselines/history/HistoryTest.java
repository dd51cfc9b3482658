package dev.touchstone.baselines.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.history.Change.Standing;
import dev.touchstone.baselines.store.Acknowledgement;
import dev.touchstone.scenarios.Loss;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final Instant FIRST = Instant.parse("2026-09-01T03:00:00Z");

  private static Series series(Series.Kind kind, double... values) {
    List<Night> nights = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      nights.add(
          new Night(
              "run-" + i,
              FIRST.plus(i, ChronoUnit.DAYS),
              values[i],
              Optional.empty(),
              Map.of("runtime.version", i < 40 ? "1.28.0" : "1.29.0")));
    }
    return new Series(
        "s", "latency.p50", "int8", Loss.Scale.RELATIVE, kind, nights, List.of(), List.of());
  }

  private static Series scattered(double... values) {
    return series(Series.Kind.SCATTERED, values);
  }

  private static Acknowledgement accepted(int night, String arm) {
    return new Acknowledgement(FIRST, "run-" + night, "latency.p50", arm, "worth it");
  }

  private static double[] worseAt40(int nights) {
    return Noise.shifted(Noise.nights(nights, Noise.NIGHT, 1), 40, 0.02);
  }

  @Test
  void passesALevelSeries() {
    History history = History.of(scattered(Noise.nights(50, Noise.NIGHT, 2)), List.of());
    assertThat(history.outcome()).isEqualTo(Outcome.PASS);
    assertThat(history.changes()).isEmpty();
    assertThat(history.drift().orElseThrow().outcome()).isEqualTo(Outcome.PASS);
    assertThat(history.spread()).isCloseTo(Noise.NIGHT, within(0.0006));
  }

  @Test
  void failsAChangeForTheWorseAndTellsWhatElseChanged() {
    History history = History.of(scattered(worseAt40(50)), List.of());
    assertThat(history.outcome()).isEqualTo(Outcome.FAIL);
    Change change = history.open().get(0);
    assertThat(change.night()).isEqualTo(40);
    assertThat(change.shift()).isCloseTo(0.02, within(0.003));
    assertThat(change.size().lower()).isLessThan(0.02).isPositive();
    assertThat(change.size().upper()).isGreaterThan(0.02);
    assertThat(change.circumstances()).containsExactly("runtime.version: 1.28.0 → 1.29.0");
    assertThat(history.marks(40)).isEqualTo(change.circumstances());
  }

  @Test
  void passesAChangeForTheBetter() {
    double[] values = Noise.shifted(Noise.nights(50, Noise.NIGHT, 1), 40, -0.02);
    History history = History.of(scattered(values), List.of());
    assertThat(history.changes()).extracting(Change::standing).containsExactly(Standing.BETTER);
    assertThat(history.outcome()).isEqualTo(Outcome.PASS);
    assertThat(history.level().orElseThrow()).isCloseTo(-0.02, within(0.002));
  }

  @Test
  void passesAChangeThatWasTakenBack() {
    double[] values = Noise.shifted(worseAt40(70), 55, -0.02);
    History history = History.of(scattered(values), List.of());
    assertThat(history.changes())
        .extracting(Change::standing)
        .containsExactly(Standing.RECOVERED, Standing.BETTER);
    assertThat(history.outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void passesWhatSomebodyAcceptedAndFailsWhatCameLater() {
    double[] values = worseAt40(80);
    History accepted = History.of(scattered(values), List.of(accepted(49, "int8")));
    assertThat(accepted.changes())
        .extracting(Change::standing)
        .containsExactly(Standing.ACKNOWLEDGED);
    assertThat(accepted.drift().orElseThrow().from()).isEqualTo(45);
    assertThat(accepted.outcome()).isEqualTo(Outcome.PASS);

    History later =
        History.of(scattered(Noise.shifted(values, 70, 0.02)), List.of(accepted(49, "int8")));
    assertThat(later.open()).extracting(Change::night).containsExactly(70);
    assertThat(later.outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void takesNoDecisionAboutAnotherCandidateForItsOwn() {
    History history = History.of(scattered(worseAt40(50)), List.of(accepted(49, "int4")));
    assertThat(history.acknowledged()).isEmpty();
    assertThat(history.outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void seesEveryStepOfAnExactSeries() {
    double[] values = {0, 0, 0.001, 0.001, 0.02, 0.02};
    History history = History.of(series(Series.Kind.EXACT, values), List.of());
    assertThat(history.changes()).extracting(Change::night).containsExactly(4);
    assertThat(history.open().get(0).size().lower()).isCloseTo(0.019, within(1e-12));
  }

  @Test
  void failsADriftOfAnExactSeriesInStepsThatAreNoNews() {
    double[] values = new double[20];
    for (int i = 0; i < 20; i++) {
      values[i] = 0.001 * i;
    }
    History history = History.of(series(Series.Kind.EXACT, values), List.of());
    assertThat(history.changes()).isEmpty();
    assertThat(history.drift().orElseThrow().outcome()).isEqualTo(Outcome.FAIL);
    assertThat(history.outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void saysNothingAboutAFewNightsOrNone() {
    History none = History.of(scattered(), List.of());
    assertThat(none.outcome()).isEqualTo(Outcome.PASS);
    assertThat(none.level()).isEmpty();
    History few = History.of(scattered(0, 0.1, 0.2, 0.3), List.of());
    assertThat(few.changes()).isEmpty();
    assertThat(few.drift()).isEmpty();
  }
}

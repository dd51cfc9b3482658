package dev.touchstone.baselines.history;

import static dev.touchstone.baselines.history.Runs.CANDIDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.store.Repin;
import dev.touchstone.baselines.store.RunRecord;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NightsTest {

  private static final NightlyMetric P50 = new NightlyMetric(Metric.LATENCY_P50);
  private static final NightlyMetric SIZE = new NightlyMetric(Metric.SIZE);
  private static final NightlyMetric TOP1 = new NightlyMetric(Metric.QUALITY_TOP1);

  private static Series read(NightlyMetric metric, RunRecord... runs) {
    return Nights.of(List.of(runs), metric, CANDIDATE, List.of());
  }

  @Test
  void takesTheRatioToTheReferenceOfTheSameNight() {
    Series series = read(P50, Runs.night(1).ratio(-0.7).record());
    assertThat(series.values()).containsExactly(-0.7);
    assertThat(series.scale()).isEqualTo(Loss.Scale.RELATIVE);
    assertThat(series.nights().get(0).interval()).isPresent();
    assertThat(series.subject()).isEqualTo("kws on board, int8");
  }

  @Test
  void readsSizeAsALogRatioAndQualityAsALossInPoints() {
    RunRecord run = Runs.night(1).bytes(50).top1(0.88).record();
    assertThat(read(SIZE, run).values()[0]).isCloseTo(Math.log(0.5), within(1e-12));
    assertThat(read(TOP1, run).values()[0]).isCloseTo(0.02, within(1e-12));
    assertThat(read(TOP1, run).scale()).isEqualTo(Loss.Scale.POINTS);
  }

  @Nested
  class LeavesOut {

    private String reason(Runs run) {
      Series series = read(P50, Runs.night(1).record(), run.record());
      assertThat(series.nights()).hasSize(1);
      assertThat(series.leftOut()).hasSize(1);
      return series.leftOut().get(0).reason();
    }

    @Test
    void anInvalidRun() {
      assertThat(reason(Runs.night(2).outcome(Outcome.INVALID))).isEqualTo("it was INVALID");
    }

    @Test
    void anEmulatedRun() {
      assertThat(reason(Runs.night(2).emulated("it is a laptop")))
          .isEqualTo("it was emulated: it is a laptop");
    }

    @Test
    void aRunThatWasMadeWorseOnPurpose() {
      assertThat(reason(Runs.night(2).injected("injected-work.int8")))
          .isEqualTo("it was made worse on purpose: injected-work.int8");
    }

    @Test
    void aRunWithoutTheCandidateOrTheMetric() {
      assertThat(reason(Runs.night(2).candidate("other")))
          .isEqualTo("it has no candidate \"int8\"");
      assertThat(reason(Runs.night(2).unmeasured())).isEqualTo("it has no latency.p50");
    }

    @Test
    void noRunThatFailed() {
      Series series = read(P50, Runs.night(1).outcome(Outcome.FAIL).record());
      assertThat(series.nights()).hasSize(1);
    }
  }

  @Nested
  class WhenTheReferenceChanges {

    private final RunRecord before = Runs.night(1).ratio(-0.5).record();
    private final RunRecord after = Runs.night(2).reference("bbb").ratio(-0.4).record();

    @Test
    void beginsAnewAndSaysSo() {
      Series series = read(P50, before, after);
      assertThat(series.values()).containsExactly(-0.4);
      assertThat(series.notes())
          .containsExactly(
              "2026-09-02 is another reference, bbb after aaa: the series begins anew, 1 night"
                  + " before it is not compared. Chain them with --re-pin.");
    }

    @Test
    void goesOnByTheMeasuredRatio() {
      Series series =
          Nights.of(List.of(before, after), P50, CANDIDATE, List.of(repin("aaa", "bbb")));
      assertThat(series.values()[1]).isCloseTo(-0.5, within(1e-12));
      assertThat(series.nights().get(1).interval().orElseThrow().lower())
          .isCloseTo(-0.51, within(1e-12));
      assertThat(series.notes())
          .containsExactly(
              "2026-09-02 is another reference, bbb after aaa; the series is chained by their"
                  + " ratio.");
    }

    @Test
    void goesBackByTheSameRatio() {
      RunRecord again = Runs.night(3).ratio(-0.5).record();
      Series series =
          Nights.of(List.of(before, after, again), P50, CANDIDATE, List.of(repin("aaa", "bbb")));
      assertThat(series.values()[2]).isCloseTo(-0.5, within(1e-12));
    }

    @Test
    void ignoresTheRatioOfAnotherMetric() {
      Repin other =
          new Repin(Instant.EPOCH, "aaa", "bbb", Metric.MEMORY_PEAK, -0.1, -0.2, 0, 20, "because");
      assertThat(Nights.of(List.of(before, after), P50, CANDIDATE, List.of(other)).nights())
          .hasSize(1);
    }

    @Test
    void needsNoMeasurementForSizeAndQuality() {
      RunRecord bigger = Runs.night(2).reference("bbb").referenceBytes(200).record();
      assertThat(read(SIZE, before, bigger).values()).hasSize(2);
      assertThat(read(SIZE, before, bigger).values()[1]).isCloseTo(0, within(1e-12));
    }

    private static Repin repin(String from, String to) {
      return new Repin(
          Instant.EPOCH, from, to, Metric.LATENCY_P50, -0.1, -0.11, -0.09, 20, "a new export");
    }
  }

  @Test
  void tellsDaysWithoutAValue() {
    Series series = read(P50, Runs.night(1).record(), Runs.night(4).record());
    assertThat(series.notes()).containsExactly("No value on 2 of 4 days: 2026-09-02, 2026-09-03.");
  }

  @Test
  void keepsWhatCouldExplainAChange() {
    Series series = read(P50, Runs.night(1).record());
    assertThat(series.nights().get(0).circumstances())
        .containsEntry("runtime.version", "1.29.0")
        .containsEntry("candidate", "ccc")
        .containsEntry("made.recipe", "steps: …")
        .containsEntry("reference", "aaa");
  }

  @Test
  void hasNoHistoryForCounts() {
    assertThatThrownBy(() -> new NightlyMetric(Metric.QUALITY_FLIPS))
        .hasMessage("quality.flips has no history");
    assertThat(NightlyMetric.all()).extracting(NightlyMetric::key).contains("size", "energy");
  }
}

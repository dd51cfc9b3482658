package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.LoadSlice;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.baselines.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SustainedTableTest {

  private static final long MINUTE = 60_000_000_000L;

  @Test
  void comparesEverySliceWithTheFirst() {
    String html = table(List.of(slice(0, 1_000_000), slice(1, 1_250_000, "core 0")));

    assertThat(html).contains("Sustained load", "0-60s", "60-120s", "1.25 ms", "+25.0 %", "core 0");
  }

  @Test
  void leavesOutWhatASliceWithoutQueriesDoesNotHave() {
    LoadSlice empty = new LoadSlice(1, MINUTE, 2 * MINUTE, new Histogram(3), List.of());

    assertThat(table(List.of(slice(0, 1_000_000), empty))).contains(Wording.ABSENT);
  }

  @Test
  void isNotThereWithoutSustainedLoad() {
    assertThat(table(List.of())).isEmpty();
  }

  private static LoadSlice slice(int index, long nanos, String... throttled) {
    Histogram histogram = new Histogram(3);
    IntStream.range(0, 100).forEach(i -> histogram.recordValue(nanos));
    return new LoadSlice(
        index, index * MINUTE, (index + 1) * MINUTE, histogram, List.of(throttled));
  }

  private static String table(List<LoadSlice> slices) {
    Verdict verdict = Verdicts.named("pass");
    RunResult run = verdict.run();
    SoloObservations solo = run.solo().get(0).with(slices);
    RunResult sustained =
        new RunResult(
            run.id(),
            run.provenance(),
            run.scenarioName(),
            run.scenarioText(),
            run.profileName(),
            run.seed(),
            run.environment(),
            run.arms(),
            run.faults(),
            List.of(solo),
            run.floor(),
            run.memory(),
            run.coldStarts(),
            run.campaigns(),
            run.samples(),
            run.predictions());
    Html html = new Html();
    SustainedTable.write(
        html,
        new Verdict(
            verdict.outcome(),
            verdict.findings(),
            verdict.measurements(),
            verdict.notes(),
            sustained));
    return html.toString();
  }
}

package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetJudgeTest {

  private static final String STREAM = "single-stream";

  /** So many fast queries and so many slow ones, the slow ones last. */
  private static SoloObservations solo(int fast, int slow) {
    long[] wall = new long[fast + slow];
    Arrays.fill(wall, 1_000_000);
    Arrays.fill(wall, fast, fast + slow, 9_000_000);
    return new SoloObservations(
        Runs.CANDIDATE,
        STREAM,
        new Block(wall, wall),
        new Histogram(3),
        1,
        Arrays.stream(wall).sum());
  }

  private static RunResult run(SoloObservations solo) {
    RunResult run = Runs.unchanged().build();
    List<SoloObservations> all = new ArrayList<>(List.of(solo));
    return new RunResult(
        run.id(),
        run.provenance(),
        run.scenarioName(),
        run.scenarioText(),
        run.profileName(),
        run.seed(),
        run.environment(),
        run.arms(),
        run.faults(),
        all,
        run.floor(),
        run.memory(),
        run.coldStarts(),
        run.campaigns(),
        run.samples(),
        run.predictions());
  }

  private static Judged judge(Metric metric, double limit, RunResult run) {
    boolean atMost = metric != Metric.THROUGHPUT;
    Quantity quantity = new Quantity(limit, metric.unit());
    Rule rule = atMost ? new Rule.AtMost(quantity) : new Rule.AtLeast(quantity);
    Requirement requirement = Runs.requirement(metric, rule);
    Question question = new Question(Evidence.of(run), requirement, Runs.CANDIDATE, "");
    return new BudgetJudge(question, quantity, atMost).judge();
  }

  @ParameterizedTest(name = "{0} slow of 200: {1}, risk {2}")
  @CsvSource({
    // P(at least k of 200 above the 95th percentile), binomial with p = 0.05
    "5, INCONCLUSIVE, 0.974",
    "10, INCONCLUSIVE, 0.545",
    "18, INCONCLUSIVE, 0.0122",
    "19, FAIL, 0.0059",
    "0, PASS, 1.0"
  })
  void tellsTheExactRiskOfItsClaimThatAPercentileIsTooHigh(int slow, Outcome outcome, double risk) {
    Judged judged = judge(Metric.LATENCY_P95, 2e6, run(solo(200 - slow, slow)));

    assertThat(judged.finding().outcome()).isEqualTo(outcome);
    assertThat(judged.risk().orElseThrow()).isCloseTo(risk, within(risk / 50));
  }

  @Test
  void multipliesTheRiskByWhatTheLookMaySpend() {
    RunResult once = run(solo(176, 24));
    RunResult looked = run(solo(176, 24).with(new QueryLooks(List.of(200, 400))));

    double alone = judge(Metric.LATENCY_P95, 2e6, once).risk().orElseThrow();
    assertThat(judge(Metric.LATENCY_P95, 2e6, looked).risk().orElseThrow())
        .isCloseTo(2 * alone, within(alone / 1e6));
  }

  @Test
  void keepsTheAnswerOfTheFirstLookThatDecides() {
    // The first 700 queries are fast and decide; what came later does not change the answer.
    RunResult run = run(solo(700, 700).with(new QueryLooks(List.of(700, 1400))));
    Finding finding = judge(Metric.LATENCY_P99, 2e6, run).finding();

    assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
    assertThat(finding.n()).isEqualTo(700);
  }

  @Test
  void tellsTheRiskOfThroughputAndColdStartsAndOfNothingThatIsExact() {
    RunResult run = Runs.unchanged().build();

    assertThat(judge(Metric.THROUGHPUT, 1_100, run).risk().orElseThrow()).isLessThan(1e-6);
    assertThat(judge(Metric.THROUGHPUT, 900, run).risk()).hasValue(1);
    assertThat(judge(Metric.COLD_START, 1e8, run).risk().orElseThrow())
        .isCloseTo(Math.pow(0.5, 80), within(1e-27));
    assertThat(judge(Metric.SIZE, 1, run).risk()).isEmpty();
    assertThat(judge(Metric.MEMORY_PEAK, 1, run).risk()).isEmpty();
  }

  @Test
  void judgesStagesAndTheirSum() {
    long[] before = new long[700];
    long[] after = new long[700];
    Arrays.fill(before, 5_000_000);
    Arrays.fill(after, 1_000);
    RunResult run = run(solo(1_000, 0).with(new Stages(before, after)));

    assertThat(judge(Metric.PREPROCESS_P95, 6e6, run).finding().outcome()).isEqualTo(Outcome.PASS);
    assertThat(judge(Metric.PREPROCESS_P50, 4e6, run).finding().outcome()).isEqualTo(Outcome.FAIL);
    Finding whole = judge(Metric.END_TO_END_P95, 6e6, run).finding();
    assertThat(whole.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(whole.estimate()).contains(6_001_000.0);
    assertThat(whole.n()).isEqualTo(700);
    assertThat(whole.value().orElseThrow().value().value()).isEqualTo(6_001_000);
  }

  @Test
  void isInvalidWhereNoStageWasMeasured() {
    Finding finding = judge(Metric.END_TO_END_P95, 6e6, run(solo(1_000, 0))).finding();

    assertThat(finding.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(finding.reason())
        .contains("latency.end-to-end.p95 was not measured: it needs samples from files");
  }

  @Test
  void asksTheRunnerForMoreOnlyAsLongAsALimitIsNotDecided() {
    QueryLooks looks = new QueryLooks(List.of(700, 1400));
    Requirement limit = LoadLimits.of(new LoadPattern.Bound(Metric.LATENCY_P99, 2_000_000), STREAM);

    assertThat(LoadLimits.areOpen(List.of(limit), solo(693, 7).with(looks))).isTrue();
    assertThat(LoadLimits.areOpen(List.of(limit), solo(700, 0).with(looks))).isFalse();
    assertThat(LoadLimits.areOpen(List.of(limit), solo(660, 40).with(looks))).isFalse();
    assertThat(LoadLimits.areKept(List.of(limit), solo(700, 0).with(looks))).isTrue();
    assertThat(LoadLimits.areKept(List.of(limit), solo(660, 40).with(looks))).isFalse();
    assertThat(LoadLimits.areOpen(List.of(Runs.atMost(Metric.SIZE, 1)), solo(700, 0))).isFalse();
  }

  @Test
  void notesHowASustainedLoadWentAndHowLargeBatchesWere() {
    List<LoadSlice> slices =
        List.of(slice(0, 1_000_000), slice(1, 1_000_000, "core 0"), slice(2, 1_500_000));

    assertThat(LoadNotes.of(solo(10, 0).with(slices)))
        .containsExactly(
            "int8-static under single-stream: p50 was 1.00 ms in the first slice (time=0-60s) and"
                + " 1.50 ms in the last (time=120-180s), +49.9 %; the CPU was throttled first in"
                + " time=60-120s (core 0).");
    Histogram six = new Histogram(3);
    six.recordValueWithCount(1, 6);
    SoloObservations batched =
        new SoloObservations("a", "server", new Block(new long[6], new long[6]), six, 1, 1)
            .withInferences(4);
    assertThat(LoadNotes.of(batched))
        .containsExactly(
            "a under server: dynamic batching put 1.50 queries into an inference on average.");
  }

  @Test
  void measuresEverySliceOfASustainedLoad() {
    List<LoadSlice> slices = List.of(slice(0, 1_000_000), slice(1, 1_500_000));

    Optional<Measurement> last =
        Measurements.of(run(solo(1_000, 0).with(slices))).stream()
            .filter(m -> m.slice().equals("time=60-120s") && m.metric() == Metric.LATENCY_P99)
            .findFirst();

    assertThat(last.orElseThrow().value().value()).isCloseTo(1_500_000, within(1_000.0));
    assertThat(last.orElseThrow().n()).isEqualTo(700);
  }

  private static LoadSlice slice(int index, long median, String... throttled) {
    Histogram histogram = new Histogram(3);
    histogram.recordValueWithCount(median, 700);
    long minute = 60_000_000_000L;
    return new LoadSlice(
        index, index * minute, (index + 1) * minute, histogram, List.of(throttled));
  }
}

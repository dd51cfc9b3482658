package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.plan.Trial;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.Unit;
import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.worker.protocol.Stall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SoloLoadTest extends RunnerFixture {

  private static final PlanSettings SETTINGS = PlanSettings.STANDARD.withPairs(1).withColdStarts(0);

  private static Requirement atMost(Metric metric, double millis, String load) {
    return new Requirement(
        metric,
        new Rule.AtMost(new Quantity(millis * 1e6, Unit.NANOSECOND)),
        Optional.empty(),
        Optional.of(load),
        new Location("s.yaml", 1, 1));
  }

  private static SoloObservations of(RunResult run, String arm) {
    return run.solo().stream().filter(s -> s.arm().equals(arm)).findFirst().orElseThrow();
  }

  @Test
  void endsAtTheFirstLookThatDecidesTheLimit() {
    List<Requirement> limits = List.of(atMost(Metric.LATENCY_P99, 2, "single-stream"));
    RunResult run = run(Questions.scenario(Optional.empty(), limits, STREAM), SETTINGS, ARMS);

    assertThat(of(run, "int8").queries().size()).isEqualTo(3_000);
    assertThat(of(run, "int8").looks().planned()).containsExactly(3000, 6000, 12000, 24000, 48000);
    assertThat(Gate.judge(limits, run).findings())
        .extracting(Finding::outcome)
        .containsExactly(Outcome.PASS);
  }

  @Test
  void goesOnUntilTheCapWhereNothingIsDecidedAndSaysHowManyMoreItNeeds() {
    // One in a hundred is slow: the p99 lies on the edge, whatever the number of queries.
    workers.slowEvery(100);
    List<Requirement> limits = List.of(atMost(Metric.LATENCY_P99, 2, "single-stream"));
    RunResult run = run(Questions.scenario(Optional.empty(), limits, STREAM), SETTINGS, ARMS);

    assertThat(workers.loads)
        .filteredOn(load -> load.startsWith("int8"))
        .extracting(load -> load.substring(load.lastIndexOf(' ') + 1))
        .containsExactly("3000", "3000", "6000", "12000", "24000");
    assertThat(of(run, "int8").queries().size()).isEqualTo(48_000);
    assertThat(of(run, "int8").histogram().getTotalCount()).isEqualTo(48_000);
    Finding finding = Gate.judge(limits, run).findings().get(0);
    assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(finding.n()).isEqualTo(48_000);
    assertThat(finding.reason()).contains("too near to the limit");
  }

  @Test
  void spendsNoMoreOnAnArmThatNothingIsDemandedOf() {
    workers.slowEvery(100);
    List<Requirement> limits = List.of(atMost(Metric.LATENCY_P99, 2, "single-stream"));
    RunResult run = run(Questions.scenario(Optional.empty(), limits, STREAM), SETTINGS, ARMS);

    assertThat(of(run, "reference").queries().size()).isEqualTo(3_000);
  }

  @Test
  void searchesTheHighestRateOfAServer() {
    LoadPattern.Bound bound = new LoadPattern.Bound(Metric.LATENCY_P99, 5_000_000);
    LoadPattern server =
        new LoadPattern.Server(OptionalDouble.empty(), Optional.of(bound), Optional.empty());
    List<Requirement> limits = List.of(atMost(Metric.LATENCY_P99, 5, "server"));
    RunResult run = run(Questions.scenario(Optional.empty(), limits, server), SETTINGS, ARMS);

    // A model of 1 ms serves 1000 queries a second and not one more.
    String rate = run.environment().facts().get("load.server.rate.int8");
    assertThat(rate).contains("/s; latency.p99 is within 5.000 ms, after a search over");
    assertThat(Double.parseDouble(String.valueOf(rate).split(" ", 2)[0])).isBetween(970.0, 1000.0);
    assertThat(Gate.judge(limits, run).findings())
        .extracting(Finding::outcome)
        .containsExactly(Outcome.PASS);
  }

  @Test
  void saysThatNoRateKeepsABoundBelowTheServiceTime() {
    LoadPattern.Bound bound = new LoadPattern.Bound(Metric.LATENCY_P99, 500_000);
    LoadPattern server =
        new LoadPattern.Server(OptionalDouble.empty(), Optional.of(bound), Optional.empty());
    List<Requirement> limits = List.of(atMost(Metric.LATENCY_P99, 0.5, "server"));
    RunResult run = run(Questions.scenario(Optional.empty(), limits, server), SETTINGS, ARMS);

    assertThat(run.environment().facts().get("load.server.rate.int8"))
        .contains("latency.p99 is not within 0.5000 ms");
    assertThat(Gate.judge(limits, run).findings())
        .extracting(Finding::outcome)
        .containsExactly(Outcome.FAIL);
  }

  @Test
  void tellsOfStallsThatWereInjected() {
    PlanSettings stalled =
        SETTINGS.withStalls(Map.of("int8", new Stall(200_000_000, 5_000_000_000L)));
    RunResult run = run(Questions.scenario(Optional.empty(), STREAM), stalled, ARMS);

    assertThat(run.environment().warnings())
        .contains(
            "int8 was stalled on purpose, for 200.0 ms every 5.000 s: this run proves the"
                + " instrument, it does not judge the model.");
    assertThat(workers.launches)
        .filteredOn(launch -> launch.order().stall().isPresent())
        .extracting(launch -> launch.name().arm())
        .containsOnly("int8");
  }

  @Test
  void expectsASustainedLoadToTakeItsTime() {
    LoadPattern sustained = new LoadPattern.Sustained(600_000_000_000L, 60_000_000_000L);
    Trial.Solo trial = new Trial.Solo("int8", sustained, 1);

    assertThat(trial.expected(SETTINGS)).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void takesThrottlingUnderASustainedLoadForAResultAndElsewhereForABadCondition() {
    LoadPattern sustained = new LoadPattern.Sustained(2_000_000_000L, 200_000_000L);
    for (LoadPattern load : List.of(sustained, STREAM)) {
      workers.meanwhile("int8", "solo " + load.key(), () -> board.throttleCount(9));
      RunResult run = run(Questions.scenario(Optional.empty(), load), SETTINGS, ARMS);

      assertThat(run.environment().violations().isEmpty()).isEqualTo(load.equals(sustained));
      board.throttleCount(7);
    }
  }

  @Test
  void answersALimitInvalidWhereAModelCannotBeRunInThatWayAndMeasuresTheRest() {
    Optional<LoadPattern.Batching> batching = Optional.of(new LoadPattern.Batching(4, 5_000_000));
    LoadPattern burst = new LoadPattern.Burst(4, 100_000_000, batching);
    LoadPattern server = new LoadPattern.Server(OptionalDouble.of(40), Optional.empty(), batching);
    List<Requirement> limits =
        List.of(
            atMost(Metric.LATENCY_P99, 2, "single-stream"),
            atMost(Metric.LATENCY_P99, 2, "burst"),
            atMost(Metric.LATENCY_P99, 2, "server"));
    Scenario scenario = Questions.scenario(Optional.empty(), limits, STREAM, burst, server);
    RunResult run = run(scenario, SETTINGS, ARMS);

    assertThat(Gate.judge(limits, run).findings())
        .extracting(Finding::outcome)
        .containsExactly(Outcome.PASS, Outcome.INVALID, Outcome.INVALID);
    assertThat(Gate.judge(limits, run).findings().get(1).reason())
        .startsWith("int8 cannot be run in that way");
    assertThat(run.campaigns()).hasSize(1);
  }

  @Test
  void measuresAPlainScenarioOnce() {
    Scenario plain = Questions.scenario(Optional.empty(), STREAM);
    SoloObservations solo = of(run(plain, SETTINGS, ARMS), "int8");

    assertThat(solo.looks().planned()).containsExactly(3_000);
    assertThat(solo.slices()).isEmpty();
    assertThat(solo.inferences()).isEmpty();
  }

  private static final String[] ARMS = {"reference", "int8"};
}

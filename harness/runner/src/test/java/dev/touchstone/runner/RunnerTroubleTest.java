package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.plan.Planner;
import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.runner.testing.SteppingClock;
import dev.touchstone.scenarios.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a run does when something goes wrong. */
class RunnerTroubleTest extends RunnerFixture {

  @Test
  void endsEarlyIfTheReferenceIsRefused() {
    workers.failsToStart("reference", Fault.Kind.MODEL_REFUSED);
    RunResult run = run("reference", "int8");

    assertThat(run.faults()).singleElement().extracting(Fault::trial).isEqualTo("quality");
    assertThat(workers.launches)
        .extracting(l -> l.name().arm())
        .containsExactly("no model", "reference");
    assertThat(run.solo()).isEmpty();
  }

  @Test
  void triesARefusedCandidateOnceAndMeasuresTheOthers() {
    workers.failsToStart("int8", Fault.Kind.MODEL_REFUSED);
    RunResult run = run("reference", "int8", "int4");

    assertThat(workers.trialsOf("int8")).containsExactly("quality");
    assertThat(run.faults())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.arm()).isEqualTo("int8");
              assertThat(f.exitCode()).hasValue(139);
              assertThat(f.lastLines()).containsExactly("last words");
            });
    assertThat(run.campaigns()).extracting(Campaign::candidate).containsExactly("int4");
    assertThat(told).contains("fork pairs 12/12");
  }

  @Test
  void comparesWithTheReferenceAloneIfTheDeployedModelIsRefused() {
    workers.failsToStart("deployed", Fault.Kind.MODEL_REFUSED);
    RunResult run = run("reference", "deployed", "int8");

    assertThat(run.campaigns().get(0).pairs())
        .hasSize(12)
        .allMatch(p -> p.rounds().keySet().equals(Set.of("reference", "int8")));
  }

  @Test
  void runsAPairAgainInWhichTheCandidateCrashed() {
    workers.failsOnce("int8", "pair 3 of int8", Fault.Kind.CRASHED);
    RunResult run = run("reference", "int8");

    Campaign campaign = run.campaigns().get(0);
    assertThat(campaign.pairs()).hasSize(12);
    assertThat(campaign.invalidPairs()).isEqualTo(1);
    assertThat(run.faults())
        .singleElement()
        .satisfies(f -> assertThat(f.trial()).isEqualTo("pair 3 of int8"));
    assertThat(run.environment().facts())
        .containsEntry("pairs.thrown-away", "pair 3 of int8: int8 CRASHED");
    assertThat(run.environment().violations()).isEmpty();
    assertThat(workers.trialsOf("int8")).last().isEqualTo("pair 3 of int8");
  }

  @Test
  void givesUpACandidateThatKeepsCrashingWithoutBlamingTheMachine() {
    for (int i = 1; i <= 6; i++) {
      workers.failsOnce("int8", "pair " + i + " of int8", Fault.Kind.TIMED_OUT);
    }
    RunResult run = run("reference", "int8");

    assertThat(run.faults()).hasSize(3).allMatch(f -> f.kind() == Fault.Kind.TIMED_OUT);
    assertThat(run.campaigns()).isEmpty();
    assertThat(run.environment().violations()).isEmpty();
  }

  @Test
  void endsIfTheReferenceKeepsCrashingAndCallsTheRunInvalid() {
    for (int i = 5; i <= 9; i++) {
      workers.failsOnce("reference", "pair " + i + " of int8", Fault.Kind.CRASHED);
    }
    RunResult run = run("reference", "int8");

    assertThat(run.campaigns().get(0).pairs()).hasSize(4);
    assertThat(run.campaigns().get(0).invalidPairs()).isEqualTo(3);
    assertThat(run.environment().violations())
        .containsExactly("3 of 7 fork pairs had to be thrown away; at most 10 % may be.");
  }

  @Test
  void judgesConditionsByTheCandidateThatLostMostPairsToThem() {
    workers.failsToStart("int4", Fault.Kind.MODEL_REFUSED);
    for (int i = 1; i <= 3; i++) {
      int count = 7 + i;
      workers.meanwhile("int8", "pair " + i + " of int8", () -> board.throttleCount(count));
    }
    RunResult run = run("reference", "int8", "int4");

    assertThat(run.environment().violations())
        .containsExactly("3 of 15 fork pairs had to be thrown away; at most 10 % may be.");
  }

  @Test
  void triesAnArmThatIsKilledEverywhereThreeTimesOnly() {
    workers.failsToStart("int8", Fault.Kind.OUT_OF_MEMORY);
    RunResult run = run("reference", "int8");

    assertThat(run.faults()).hasSize(3);
    assertThat(workers.trialsOf("int8")).hasSize(3);
  }

  @Test
  void runsAPairAgainInWhichTheCpuWasThrottled() {
    workers.meanwhile("int8", "pair 2 of int8", () -> board.throttleCount(8));
    RunResult run = run("reference", "int8");

    assertThat(run.campaigns().get(0).invalidPairs()).isEqualTo(1);
    assertThat(run.campaigns().get(0).pairs()).hasSize(12);
    assertThat(run.environment().violations()).isEmpty();
  }

  @Test
  void callsTheRunInvalidIfATrialThatWasKeptWasThrottled() {
    workers.meanwhile("int8", "solo single-stream", () -> board.throttleCount(8));

    assertThat(run("reference", "int8").environment().violations())
        .singleElement()
        .asString()
        .contains("int8, solo single-stream: cpu0 core_throttle_count rose by 1");
  }

  @Test
  void throwsPairsAwayWhoseTimesHaveNoLogarithm() {
    workers.withoutTime();
    RunResult run = run("reference", "int8");

    assertThat(run.campaigns()).isEmpty();
    assertThat(run.environment().facts().get("pairs.thrown-away"))
        .isNotNull()
        .contains("that is none");
    assertThat(run.environment().violations()).isNotEmpty();
  }

  @Test
  void recordsAnOutputThatCannotAnswerTheLabelsAndMeasuresTheRest() {
    workers.answers(7);
    RunResult run = run("reference", "int8");

    assertThat(run.predictions()).isEmpty();
    assertThat(run.faults())
        .hasSize(2)
        .allSatisfy(
            f -> {
              assertThat(f.kind()).isEqualTo(Fault.Kind.INFERENCE_FAILED);
              assertThat(f.reason())
                  .isEqualTo(
                      "output \"scores\" has the shape [1, 7] for one sample, but the data has 3"
                          + " classes and needs one score for each; name the right model or"
                          + " labels");
            });
    assertThat(run.campaigns().get(0).pairs()).hasSize(12);
  }

  @Test
  void putsFaultsFromBeforeTheRunFirst() {
    Fault known =
        new Fault(
            "int4",
            "compression",
            Fault.Kind.COMPRESSION_FAILED,
            OptionalInt.empty(),
            "no MatMul",
            List.of());
    Plan plan =
        Planner.plan(
            Questions.scenario(Optional.empty(), STREAM),
            Questions.arms("reference"),
            1,
            PlanSettings.STANDARD);
    RunResult run =
        new Runner(
                workers,
                new SystemProbe(root, Map::of, new SteppingClock(Duration.ofSeconds(1))),
                manifest -> DATA,
                new SteppingClock(Duration.ofSeconds(1)),
                "1")
            .run(plan, List.of(known), Progress.NONE);

    assertThat(run.faults()).containsExactly(known);
  }
}

package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.testing.MemoryDataset;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunnerTest extends RunnerFixture {

  @Test
  void keepsWhatEachArmDidAlone() {
    workers.latency("int8", 500_000);
    RunResult run = run("reference", "int8");

    assertThat(run.solo())
        .extracting(SoloObservations::arm)
        .containsExactlyInAnyOrder("reference", "int8");
    assertThat(run.solo())
        .allSatisfy(
            s -> {
              assertThat(s.load()).isEqualTo("single-stream");
              assertThat(s.queries().size()).isGreaterThan(SoloLength.QUERIES_FOR_P99);
              assertThat(s.histogram().getTotalCount()).isEqualTo(s.queries().size());
              assertThat(s.elapsedNanos()).isPositive();
            });
    assertThat(run.floor()).contains(ScriptedWorkers.MEMORY);
    assertThat(run.memory()).containsOnlyKeys("reference", "int8");
    assertThat(run.coldStarts()).hasSize(12).allMatch(s -> s.memory().isPresent());
    assertThat(run.coldStarts()).extracting(ColdStart::quad).containsOnly(0, 1, 2).isSorted();
    assertThat(run.faults()).isEmpty();
  }

  @Test
  void keepsForkPairsWithTheRoundsThatTheLatencyAsksFor() {
    workers.latency("int8", 500_000);
    Campaign campaign = run("reference", "deployed", "int8").campaigns().get(0);

    assertThat(campaign.candidate()).isEqualTo("int8");
    assertThat(campaign.invalidPairs()).isZero();
    assertThat(campaign.pairs()).extracting(ForkPair::index).hasSize(12).isSorted();
    assertThat(campaign.pairs())
        .allSatisfy(
            pair -> {
              assertThat(pair.rounds()).containsOnlyKeys("reference", "deployed", "int8");
              assertThat(pair.memory()).containsOnlyKeys("reference", "deployed", "int8");
              // The slowest arm takes 1 ms: 3 iterations a block, 80 rounds.
              assertThat(pair.rounds().values()).allSatisfy(r -> assertThat(r).hasSize(80));
              assertThat(pair.rounds().values())
                  .allSatisfy(r -> assertThat(r).allMatch(b -> b.size() == 3));
            });
  }

  @Test
  void takesTurnsInAbbaOrderWithinAForkPair() {
    run("reference", "int8");
    for (int i = 0; i < workers.turns.size(); i += 4) {
      List<String> turns = workers.turns.subList(i, i + 4);
      assertThat(turns.get(0)).isEqualTo(turns.get(3)).isNotEqualTo(turns.get(1));
      assertThat(turns.get(1)).isEqualTo(turns.get(2));
    }
    assertThat(workers.turns).hasSize(12 * 80 * 2);
  }

  @Test
  void padsTheEnvironmentOfForksOnly() {
    run("reference", "int8");
    assertThat(workers.launches)
        .filteredOn(l -> !l.name().trial().startsWith("pair"))
        .allMatch(l -> l.paddingBytes() == 0);
    assertThat(workers.launches.stream().map(l -> l.paddingBytes()).distinct().count())
        .isGreaterThan(20);
  }

  @Test
  void keepsPredictionsInTheOrderOfTheSamples() {
    RunResult run = run("reference", "int8");

    Predictions.Scores scores =
        (Predictions.Scores) Optional.ofNullable(run.predictions().get("int8")).orElseThrow();
    assertThat(scores.size()).isEqualTo(30);
    for (int i = 0; i < 30; i++) {
      assertThat(scores.predicted(i)).isEqualTo(i % 3);
    }
    assertThat(run.samples().orElseThrow().size()).isEqualTo(30);
  }

  @Test
  void tellsWhoAskedAndWhen() {
    RunResult run = run("reference", "int8");

    assertThat(run.id()).matches("20260101T000000000Z-kws-[0-9a-f]{4}");
    assertThat(run.provenance().toolVersion()).isEqualTo("1.2.3");
    assertThat(run.provenance().finished()).isAfter(run.provenance().started());
    assertThat(run.scenarioText()).isEqualTo("touchstone: 1");
    assertThat(run.seed()).isEqualTo(42);
    assertThat(run.environment().facts())
        .containsEntry("runtime.version", "1.29.0")
        .containsEntry("runtime.cpu-account", "CALLING_THREAD")
        .containsEntry("profile.threads", "1");
    assertThat(run.environment().violations()).isEmpty();
  }

  @Test
  void tellsHowFarEachPartHasComeUpToItsEnd() {
    run("reference", "int8");

    Map<String, String> last = new LinkedHashMap<>();
    told.forEach(t -> last.put(t.substring(0, t.lastIndexOf(' ')), t));
    assertThat(last.values())
        .containsExactly(
            "memory floor 1/1",
            "quality 60/60",
            "each model alone 2/2",
            "cold starts 12/12",
            "fork pairs 12/12");
  }

  @Test
  void measuresOneModelAloneWithoutDataAndCandidates() {
    RunResult run =
        run(Questions.scenario(Optional.empty(), STREAM), PlanSettings.STANDARD, "reference");

    assertThat(run.campaigns()).isEmpty();
    assertThat(run.predictions()).isEmpty();
    assertThat(run.samples()).isEmpty();
    assertThat(run.solo()).hasSize(1);
    assertThat(run.memory()).containsOnlyKeys("reference");
  }

  @Test
  void takesMemoryFromTheFirstLoadPattern() {
    RunResult run =
        run(
            Questions.scenario(Optional.empty(), STREAM, new LoadPattern.Offline(8)),
            PlanSettings.STANDARD,
            "reference");

    assertThat(run.solo()).hasSize(2);
    assertThat(run.memory()).hasSize(1);
  }

  @Test
  void handsInjectedWorkToTheArmAndSaysSo() {
    RunResult run =
        run(
            Questions.scenario(Optional.empty(), STREAM),
            PlanSettings.STANDARD.withInjectedWork(Map.of("int8", 0.1)),
            "reference",
            "int8");

    assertThat(workers.launches)
        .allMatch(l -> (l.order().injectedWork() == 0.1) == l.name().arm().equals("int8"));
    assertThat(run.environment().facts()).containsEntry("injected-work.int8", "0.1");
    assertThat(run.environment().warnings())
        .anyMatch(w -> w.startsWith("int8 was made 10.0 % slower on purpose"));
  }

  @Test
  void saysWhenFewerPairsWerePlannedThanAComparisonMayNeed() {
    RunResult run =
        run(
            Questions.scenario(Optional.empty(), STREAM),
            PlanSettings.STANDARD.withPairs(2),
            "reference",
            "int8");
    assertThat(run.environment().warnings()).anyMatch(w -> w.startsWith("At most 2 fork pairs"));
  }

  @Test
  void readsOneNumberAsARegressorsValue() {
    data = new MemoryDataset(4, 1, Optional.of(new Labels.Values(new double[] {1, 1, 1, 1})));
    workers.answers(1);
    Predictions predictions =
        Optional.ofNullable(run("reference", "int8").predictions().get("int8")).orElseThrow();

    assertThat(predictions).isInstanceOf(Predictions.Values.class);
    assertThat(((Predictions.Values) predictions).at(2)).isEqualTo(1);
  }
}

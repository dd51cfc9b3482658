package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Campaign;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.testing.MemoryDataset;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Direction;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a run measures: until what it was asked is decided. */
class CampaignTest extends RunnerFixture {

  private static final Requirement P50 = against(Metric.LATENCY_P50, Baseline.REFERENCE);

  private static Requirement requirement(Metric metric, Rule rule, Optional<String> forEach) {
    return new Requirement(metric, rule, forEach, Optional.empty(), new Location("s.yaml", 1, 1));
  }

  private static Requirement against(Metric metric, Baseline baseline) {
    return requirement(metric, relative(metric, baseline, 0.005, 0.03), Optional.empty());
  }

  private static Rule relative(Metric metric, Baseline baseline, double allow, double caught) {
    Loss.Scale scale = metric.isQuality() ? Loss.Scale.POINTS : Loss.Scale.RELATIVE;
    return new Rule.Against(baseline, new Loss(allow, scale), new Loss(caught, scale));
  }

  private RunResult run(List<Requirement> requirements, String... arms) {
    return run(
        Questions.scenario(Questions.data(), requirements, STREAM), PlanSettings.STANDARD, arms);
  }

  private static Campaign campaign(RunResult run, String candidate) {
    return run.campaigns().stream()
        .filter(c -> c.candidate().equals(candidate))
        .findFirst()
        .orElseThrow();
  }

  private static Finding judge(RunResult run, Requirement requirement) {
    return Gate.judge(List.of(requirement), run).findings().get(0);
  }

  @Test
  void endsAtTheFirstLookThatDecidesEverything() {
    RunResult run = run(List.of(P50), "reference", "int8");

    assertThat(campaign(run, "int8").pairs()).hasSize(12);
    assertThat(said).containsExactly("fork pairs 12, int8 is decided");
    assertThat(told).contains("fork pairs 0/12", "fork pairs 12/12");
    assertThat(judge(run, P50).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void measuresAsManyPairsAsAreWishedEvenWhereFewerDecide() {
    PlanSettings wished = PlanSettings.STANDARD.withLeastPairs(20);
    Requirement size =
        requirement(
            Metric.SIZE, new Rule.AtMost(new Quantity(1e9, Metric.SIZE.unit())), Optional.empty());
    for (Requirement requirement : List.of(P50, size)) {
      said.clear();
      RunResult run =
          run(
              Questions.scenario(Questions.data(), List.of(requirement), STREAM),
              wished,
              "reference",
              "int8");
      assertThat(campaign(run, "int8").pairs()).hasSize(20);
      assertThat(said).containsExactly("fork pairs 12, int8 is decided");
      assertThat(judge(run, requirement).outcome()).isEqualTo(Outcome.PASS);
    }
  }

  @Test
  void takesTwentyFreshPairsToConfirmALoss() {
    workers.latency("int8", 1_030_000);
    RunResult run = run(List.of(P50), "reference", "int8");

    assertThat(campaign(run, "int8").pairs()).hasSize(32);
    assertThat(said)
        .containsExactly(
            "fork pairs 12, next look 32, open: latency.p50 of int8",
            "fork pairs 32, int8 is decided");
    assertThat(judge(run, P50).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(judge(run, P50).reason())
        .contains("(12 fork pairs, CPU time)", "Confirmed by 20 fresh fork pairs: 3.00 % worse");
  }

  @Test
  void doesNotFailALossThatFreshPairsDoNotShow() {
    workers.latencyInPair("int8", pair -> pair <= 12 ? 1_030_000 : 1_000_000);
    RunResult run = run(List.of(P50), "reference", "int8");

    assertThat(campaign(run, "int8").pairs()).hasSize(32);
    assertThat(judge(run, P50).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(judge(run, P50).reason())
        .contains(
            "latency.p50 is 3.00 % worse",
            "This was not reproduced: 20 fresh fork pairs say 0.00 % worse");
  }

  @Test
  void goesOnToTheLastLookWhereTheNoiseIsTooLarge() {
    workers.latencyInPair("int8", pair -> pair % 2 == 0 ? 1_200_000 : 920_000);
    RunResult run = run(List.of(P50), "reference", "int8");

    assertThat(campaign(run, "int8").pairs()).hasSize(40);
    assertThat(said).hasSize(5).last().isEqualTo("fork pairs 40, int8 is decided");
    Finding finding = judge(run, P50);
    assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(finding.n()).isEqualTo(40);
    assertThat(finding.reason())
        .contains("between", "At this noise a loss is found nine times in ten from ")
        .endsWith("on; quiet the machine and run again, or raise catch to that.");
  }

  @Test
  void endsEachCandidatesCampaignForItself() {
    workers.latency("int4", 1_030_000);
    RunResult run = run(List.of(P50), "reference", "int8", "int4");

    assertThat(campaign(run, "int8").pairs()).hasSize(12);
    assertThat(campaign(run, "int4").pairs()).hasSize(32);
    assertThat(told).last().isEqualTo("fork pairs 44/44");
  }

  @Test
  void startsColdUntilThatIsDecidedToo() {
    Requirement start =
        requirement(
            Metric.COLD_START,
            relative(Metric.COLD_START, Baseline.REFERENCE, 0.05, 0.2),
            Optional.empty());
    RunResult same = run(List.of(start), "reference", "int8");

    assertThat(same.coldStarts()).extracting(ColdStart::arm).filteredOn("int8"::equals).hasSize(40);
    assertThat(judge(same, start).outcome()).isEqualTo(Outcome.PASS);
    assertThat(said).contains("groups of cold starts 20, int8 is decided");

    workers.latency("int4", 1_300_000);
    RunResult slower = run(List.of(start), "reference", "int8", "int4");

    assertThat(slower.coldStarts())
        .extracting(ColdStart::arm)
        .filteredOn("int8"::equals)
        .hasSize(40);
    assertThat(slower.coldStarts())
        .extracting(ColdStart::arm)
        .filteredOn("reference"::equals)
        .hasSize(80);
    List<Finding> findings = Gate.judge(List.of(start), slower).findings();
    assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.PASS, Outcome.FAIL);
  }

  @Test
  void doesAPairAgainInWhichTheCandidateCrashedOnceAndSaysSo() {
    workers.failsOnce("int8", "pair 3 of int8", Fault.Kind.CRASHED);
    RunResult run = run(List.of(P50), "reference", "int8");
    Verdict verdict = Gate.judge(List.of(P50), run);

    assertThat(campaign(run, "int8").pairs()).hasSize(12);
    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.notes())
        .contains("1 fork pair of int8 was thrown away and done again.")
        .anyMatch(
            note -> note.startsWith("int8 crashed") && note.endsWith("The pair was done again."));
  }

  @Test
  void failsACandidateThatKeepsCrashing() {
    for (int pair : List.of(3, 5, 8)) {
      workers.failsOnce("int8", "pair " + pair + " of int8", Fault.Kind.CRASHED);
    }
    RunResult run = run(List.of(P50), "reference", "int8");

    assertThat(judge(run, P50).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(judge(run, P50).reason()).startsWith("int8 crashed with exit code 139 (pair 3");
  }

  @Test
  void isInvalidWhereTheReferenceKeepsCrashing() {
    for (int pair : List.of(3, 5, 8)) {
      workers.failsOnce("reference", "pair " + pair + " of int8", Fault.Kind.CRASHED);
    }
    assertThat(Gate.judge(List.of(P50), run(List.of(P50), "reference", "int8")).outcome())
        .isEqualTo(Outcome.INVALID);
  }

  @Test
  void goesOnUntilLostPairsAreFewAmongTheValidOnes() {
    workers.meanwhile("int8", "pair 2 of int8", () -> board.throttleCount(8));
    workers.meanwhile("int8", "pair 4 of int8", () -> board.throttleCount(9));
    RunResult run = run(List.of(P50), "reference", "int8");

    assertThat(campaign(run, "int8").invalidPairs()).isEqualTo(2);
    assertThat(campaign(run, "int8").pairs()).hasSize(18);
    assertThat(judge(run, P50).outcome()).isEqualTo(Outcome.PASS);
    assertThat(judge(run, P50).n()).isEqualTo(12);
  }

  @Test
  void decidesThirtyRequirementsOverThreeArmsAndTwelveSlicesInOneCampaign() {
    data = MemoryDataset.ofClasses(600, 12);
    workers.answers(12);
    List<Requirement> thirty = thirtyRequirements();
    RunResult run = run(thirty, "reference", "deployed", "int8");
    Verdict verdict = Gate.judge(thirty, run);

    assertThat(thirty).hasSize(30);
    assertThat(workers.launches)
        .filteredOn(l -> l.name().trial().startsWith("pair"))
        .hasSize(3 * 12);
    assertThat(verdict.findings()).hasSize(4 * 12 + 26);
    assertThat(verdict.notes())
        .anyMatch(
            n ->
                n.matches(
                    "\\d+ comparisons could have failed by chance, and were judged together"
                        + " \\(Holm\\): the chance that any FAIL among them is false is at most"
                        + " 1 %\\."));
    assertThat(verdict.findings())
        .filteredOn(f -> f.requirement().rule() instanceof Rule.Against)
        .filteredOn(f -> !f.requirement().metric().isQuality())
        .filteredOn(f -> f.requirement().metric() != Metric.SIZE)
        .hasSize(12)
        .allMatch(f -> f.outcome() == Outcome.PASS && f.n() == 12);
  }

  private static List<Requirement> thirtyRequirements() {
    List<Requirement> all = new ArrayList<>();
    List<Metric> sideBySide =
        List.of(
            Metric.LATENCY_P50,
            Metric.LATENCY_P95,
            Metric.THROUGHPUT,
            Metric.MEMORY_PEAK,
            Metric.MEMORY_STEADY,
            Metric.MEMORY_LOAD);
    for (Baseline baseline : Baseline.values()) {
      sideBySide.forEach(metric -> all.add(against(metric, baseline)));
      all.add(against(Metric.SIZE, baseline));
      for (Metric metric : List.of(Metric.QUALITY_RECALL, Metric.QUALITY_PRECISION)) {
        Rule rule = relative(metric, baseline, 0, 0.2);
        all.add(requirement(metric, rule, Optional.of(Requirement.EACH_CLASS)));
      }
      all.add(
          requirement(
              Metric.QUALITY_TOP1,
              relative(Metric.QUALITY_TOP1, baseline, 0, 0.05),
              Optional.empty()));
    }
    for (Metric metric :
        List.of(
            Metric.LATENCY_P50,
            Metric.LATENCY_P95,
            Metric.LATENCY_P99,
            Metric.THROUGHPUT,
            Metric.MEMORY_PEAK,
            Metric.MEMORY_LOAD,
            Metric.MEMORY_STEADY,
            Metric.SIZE,
            Metric.COLD_START,
            Metric.QUALITY_TOP1)) {
      Quantity limit = new Quantity(0.5, metric.unit());
      boolean lower = metric.direction() == Direction.LOWER_IS_BETTER;
      Quantity high = new Quantity(1e12, metric.unit());
      all.add(
          requirement(
              metric, lower ? new Rule.AtMost(high) : new Rule.AtLeast(limit), Optional.empty()));
    }
    return all;
  }
}

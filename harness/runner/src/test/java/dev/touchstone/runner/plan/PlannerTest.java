package dev.touchstone.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.baselines.Arm;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.Unit;
import dev.touchstone.scenarios.problem.Location;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {

  private static final LoadPattern STREAM = new LoadPattern.SingleStream();
  private static final Scenario WITH_DATA =
      Questions.scenario(Questions.data(), STREAM, new LoadPattern.Offline(8));

  private static Plan plan(long seed) {
    return Planner.plan(
        WITH_DATA,
        Questions.arms("reference", "deployed", "int8", "int4"),
        seed,
        PlanSettings.STANDARD);
  }

  @Test
  void givesTheSamePlanForTheSameSeedAndAnotherForAnother() {
    assertThat(plan(1)).isEqualTo(plan(1));
    assertThat(plan(1).trials()).isNotEqualTo(plan(2).trials());
  }

  @Test
  void runsThePartsOneAfterTheOther() {
    assertThat(plan(1).trials().stream().map(Trial::phase)).isSorted();
  }

  @Test
  void measuresEveryArmInEveryWay() {
    Plan plan = plan(1);

    assertThat(plan.of(Phase.FLOOR)).hasSize(1);
    assertThat(plan.of(Phase.QUALITY)).hasSize(4);
    assertThat(plan.of(Phase.SOLO)).hasSize(4 * 2).doesNotHaveDuplicates();
    assertThat(plan.of(Phase.COLD_START)).hasSize(4 * 6).doesNotHaveDuplicates();
    assertThat(plan.of(Phase.PAIRS)).hasSize(2 * 12).doesNotHaveDuplicates();
  }

  @Test
  void putsBothBaselinesAndOneCandidateIntoEachForkPair() {
    assertThat(pairs(plan(1)))
        .allSatisfy(
            pair -> {
              assertThat(pair.arms())
                  .containsExactlyInAnyOrder("reference", "deployed", pair.candidate());
              assertThat(pair.padding()).containsOnlyKeys(pair.arms());
              assertThat(pair.padding().values()).allMatch(bytes -> bytes >= 0 && bytes < 4096);
            });
  }

  @Test
  void startsTheWorkersOfAPairInEveryOrder() {
    Set<List<String>> orders = new HashSet<>();
    pairs(plan(1)).filter(p -> p.candidate().equals("int8")).forEach(p -> orders.add(p.arms()));
    assertThat(orders).hasSizeGreaterThan(3);
  }

  @Test
  void interleavesThePairsOfSeveralCandidates() {
    List<Trial> pairs = plan(1).of(Phase.PAIRS);
    for (int i = 0; i < pairs.size(); i += 2) {
      Trial.Pair one = (Trial.Pair) pairs.get(i);
      Trial.Pair other = (Trial.Pair) pairs.get(i + 1);
      assertThat(one.index()).isEqualTo(other.index()).isEqualTo(i / 2);
      assertThat(one.candidate()).isNotEqualTo(other.candidate());
    }
  }

  @Test
  void startsColdInMirroredTurns() {
    List<String> arms = plan(5).of(Phase.COLD_START).stream().map(t -> t.arms().get(0)).toList();
    List<String> second = arms.subList(4, 8);

    assertThat(arms.subList(0, 4))
        .containsExactly(second.get(3), second.get(2), second.get(1), second.get(0));
  }

  @ParameterizedTest(name = "{0}: {1} cold starts of each arm")
  @MethodSource
  void startsColdAsOftenAsARequirementNeeds(Rule rule, int expected) {
    Requirement start =
        new Requirement(
            Metric.COLD_START,
            rule,
            Optional.empty(),
            Optional.empty(),
            new Location("s.yaml", 1, 1));
    Scenario scenario = Questions.scenario(Questions.data(), List.of(start), STREAM);
    List<Arm> arms = Questions.arms("reference", "int8");

    assertThat(Planner.plan(scenario, arms, 1, PlanSettings.STANDARD).of(Phase.COLD_START))
        .hasSize(2 * expected);
    assertThat(
            Planner.plan(scenario, arms, 1, PlanSettings.STANDARD.withColdStarts(0))
                .of(Phase.COLD_START))
        .isEmpty();
  }

  static Stream<Arguments> startsColdAsOftenAsARequirementNeeds() {
    Loss tenth = new Loss(0.1, Loss.Scale.RELATIVE);
    return Stream.of(
        Arguments.of(new Rule.AtMost(new Quantity(1e9, Unit.NANOSECOND)), 12),
        Arguments.of(new Rule.Against(Baseline.REFERENCE, tenth, tenth), 200),
        Arguments.of(new Rule.GainAtLeast(Baseline.REFERENCE, tenth), 200));
  }

  @Test
  void loadsTheReferenceFirstWhereThereIsNoDataToFindItRefused() {
    for (long seed = 0; seed < 20; seed++) {
      Plan plan =
          Planner.plan(
              Questions.scenario(Optional.empty(), STREAM),
              Questions.arms("reference", "a", "b", "c"),
              seed,
              PlanSettings.STANDARD);
      assertThat(plan.of(Phase.QUALITY)).isEmpty();
      assertThat(plan.of(Phase.SOLO).get(0).arms()).containsExactly("reference");
    }
  }

  @Test
  void comparesNothingWhereThereIsOneModelOnly() {
    Plan plan = Planner.plan(WITH_DATA, Questions.arms("reference"), 1, PlanSettings.STANDARD);

    assertThat(plan.of(Phase.PAIRS)).isEmpty();
    assertThat(plan.of(Phase.SOLO)).hasSize(2);
  }

  @Test
  void tellsHowLongItWillTake() {
    Plan one =
        Planner.plan(WITH_DATA, Questions.arms("reference", "int8"), 1, PlanSettings.STANDARD);

    assertThat(one.expected()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(90));
    assertThat(plan(1).expected()).isGreaterThan(one.expected());
  }

  @Test
  void plansAsManyPairsAsAComparisonMayNeedAndTellsBothTimes() {
    Loss tenth = new Loss(0.1, Loss.Scale.RELATIVE);
    Requirement latency =
        new Requirement(
            Metric.LATENCY_P50,
            new Rule.Against(Baseline.REFERENCE, tenth, tenth),
            Optional.empty(),
            Optional.empty(),
            new Location("s.yaml", 1, 1));
    Plan plan =
        Planner.plan(
            Questions.scenario(Questions.data(), List.of(latency), STREAM),
            Questions.arms("reference", "int8"),
            1,
            PlanSettings.STANDARD);

    assertThat(plan.of(Phase.PAIRS)).hasSize(60);
    assertThat(plan.expectedAtMost().minus(plan.expected()))
        .isEqualTo(Duration.ofMillis(48 * 1200));
  }

  @Test
  void namesTrialsAsPeopleCount() {
    assertThat(pairs(plan(1)).map(Trial::label)).contains("pair 1 of int8", "pair 12 of int4");
    assertThat(plan(1).of(Phase.COLD_START).get(0).label()).isEqualTo("cold start 1");
  }

  @Test
  void rejectsArmsWithoutAReferenceInFront() {
    assertThatThrownBy(
            () ->
                Planner.plan(
                    WITH_DATA, Questions.arms("int8", "reference"), 1, PlanSettings.STANDARD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the first arm must be the reference");
  }

  private static Stream<Trial.Pair> pairs(Plan plan) {
    return plan.of(Phase.PAIRS).stream().map(t -> (Trial.Pair) t);
  }
}

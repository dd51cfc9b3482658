package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.problem.Location;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetsTest {

  private static final Requirement MEMORY =
      new Requirement(
          Metric.MEMORY_PEAK,
          new Rule.AtMost(new Quantity(1L << 30, Unit.BYTE)),
          Optional.empty(),
          Optional.empty(),
          new Location("profiles/board.yaml", 9, 5));

  private static final Requirement LATENCY =
      new Requirement(
          Metric.LATENCY_P95,
          new Rule.AtMost(new Quantity(8e7, Unit.NANOSECOND)),
          Optional.empty(),
          Optional.empty(),
          new Location("profiles/board.yaml", 10, 5));

  private static final Loss SMALL = new Loss(0.01, Loss.Scale.RELATIVE);

  @Test
  void joinAScenarioThatIsMovedToTheirProfile() {
    Scenario scenario = scenario(relative(Metric.MEMORY_PEAK));

    assertThat(scenario.on(profile(MEMORY, LATENCY)).requirements())
        .containsExactly(relative(Metric.MEMORY_PEAK), MEMORY, LATENCY);
  }

  @Test
  void leaveWithTheirProfile() {
    Scenario moved = scenario(relative(Metric.SIZE)).on(profile(MEMORY));

    assertThat(moved.on(profile(LATENCY)).requirements())
        .containsExactly(relative(Metric.SIZE), LATENCY);
  }

  @Test
  void giveWayToWhatTheScenarioStatesItself() {
    Requirement own = own(Metric.MEMORY_PEAK, Optional.empty());

    assertThat(scenario(own).on(profile(MEMORY, LATENCY)).requirements())
        .containsExactly(own, LATENCY);
  }

  @Test
  void areForTheFirstLoadPatternAndGiveWayToABoundUnderThatOne() {
    Requirement first = own(Metric.LATENCY_P95, Optional.of("single-stream"));
    Requirement second = own(Metric.LATENCY_P95, Optional.of("offline"));

    assertThat(scenario(first).on(profile(LATENCY)).requirements()).containsExactly(first);
    assertThat(scenario(second).on(profile(LATENCY)).requirements())
        .containsExactly(second, LATENCY);
  }

  @Test
  void areReadBackExactlyFromTheLineThatAResultKeeps() {
    assertThat(Budgets.line(MEMORY))
        .isEqualTo("profiles/board.yaml:9:5: memory.peak at-most 1073741824 B");
    assertThat(Budgets.read(Budgets.line(MEMORY))).contains(MEMORY);
    assertThat(Budgets.read(Budgets.line(LATENCY))).contains(LATENCY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "memory.peak at-most 1 B", "f.yaml:1:1: magic at-most 1 B"})
  void areNotReadFromAnotherLine(String line) {
    assertThat(Budgets.read(line)).isEmpty();
  }

  @Test
  void compareWithNoOtherArm() {
    assertThatThrownBy(() -> profile(relative(Metric.SIZE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a budget is absolute");
  }

  @Test
  void doNotStandInTheScenariosFile() {
    assertThat(scenario().on(profile(MEMORY)).file()).isEmpty();
    assertThat(scenario(relative(Metric.SIZE)).on(profile(MEMORY)).file()).contains("s.yaml");
  }

  private static Requirement own(Metric metric, Optional<String> load) {
    return new Requirement(
        metric,
        new Rule.AtMost(new Quantity(5, metric.unit())),
        Optional.empty(),
        load,
        new Location("s.yaml", 3, 5));
  }

  private static Requirement relative(Metric metric) {
    return new Requirement(
        metric,
        new Rule.Against(Baseline.REFERENCE, SMALL, SMALL),
        Optional.empty(),
        Optional.empty(),
        new Location("s.yaml", 2, 5));
  }

  private static HardwareProfile profile(Requirement... budgets) {
    return new HardwareProfile(
        "board",
        "",
        List.of(),
        Optional.empty(),
        Set.of(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        1,
        OptionalInt.empty(),
        "cpu",
        RequiredConditions.NONE,
        List.of(budgets));
  }

  private static Scenario scenario(Requirement... requirements) {
    return new Scenario(
        "s",
        "",
        Path.of("m.onnx"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        profile(),
        List.of(),
        List.of(new LoadPattern.SingleStream(), new LoadPattern.Offline(8)),
        List.of(requirements));
  }
}

package dev.touchstone.runner.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runner.testing.Board;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.runner.testing.SteppingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The thresholds of {@code docs/conditions.md}, one step below and at each. */
class ConditionRulesTest {

  private static final int CORES = 2;

  @TempDir Path root;

  @ParameterizedTest(
      name = "cpu {0}, memory {1}, quota {2}, stolen {3}, swapped {4}, load {5}: {6}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # cpu | memory | quota | stolen | swap | load | said
          0.19  | 0      | 0     | 0      | 0    | 2.00 |
          0.20  | 0      | 0     | 0      | 0    | 2.00 | warns: The CPU was contended
          0.95  | 0      | 0     | 0      | 0    | 31.9 | warns: Other work was running; warns: The CPU was contended
          0.949 | 0      | 0     | 0      | 0    | 32.0 | warns: Other work was running; warns: The CPU was contended
          0.95  | 0      | 0     | 0      | 0    | 32.0 | INVALID: The CPU was starved; warns: Other work was running
          0     | 0.099  | 0     | 0      | 0    | 0    |
          0     | 0.10   | 0     | 0      | 0    | 0    | INVALID: All tasks waited for memory
          0     | 0      | 0.049 | 0      | 0    | 0    |
          0     | 0      | 0.05  | 0      | 0    | 0    | warns: The control group's CPU quota
          0     | 0      | 0     | 0.049  | 0    | 0    |
          0     | 0      | 0     | 0.05   | 0    | 0    | warns: The hypervisor gave
          0     | 0      | 0     | 0      | 1    | 0    | warns: 1 pages went to
          0     | 0      | 0     | 0      | 0    | 2.01 | warns: Other work was running
          """)
  void speakFromTheirThresholdOn(
      double cpu,
      double memory,
      double quota,
      double stolen,
      long swapped,
      double load,
      String said) {
    new Board(root).withLoad(String.valueOf(load));
    Changes changes =
        new Changes(
            OptionalDouble.of(cpu),
            OptionalDouble.empty(),
            OptionalDouble.of(memory),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.of(quota),
            OptionalDouble.of(stolen),
            OptionalDouble.empty(),
            OptionalLong.of(swapped));

    assertThat(said(changes, List.of(), 20, 0))
        .hasSize(said == null ? 0 : said.split("; ", -1).length)
        .zipSatisfy(
            said == null ? List.of() : List.of(said.split("; ", -1)),
            (sentence, start) -> assertThat(sentence).startsWith(start));
  }

  @ParameterizedTest(name = "{0} kept, {1} thrown away: {2}")
  @CsvSource({"18, 2, false", "17, 2, true", "20, 0, false", "0, 1, true", "60, 6, false"})
  void callARunInvalidIfMoreThanATenthOfThePairsWereLost(int kept, int lost, boolean invalid) {
    assertThat(said(quiet(), List.of(), kept, lost)).hasSize(invalid ? 1 : 0);
  }

  @ParameterizedTest(name = "{0} throttled trials: {1}")
  @CsvSource({"0, false", "1, true"})
  void callARunInvalidIfATrialThatIsKeptWasThrottled(int trials, boolean invalid) {
    List<String> throttled = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      throttled.add("int8, solo single-stream: cpu0 core_throttle_count rose by 1");
    }
    assertThat(said(quiet(), throttled, 20, 0)).hasSize(invalid ? 1 : 0);
  }

  private static Changes quiet() {
    return Changes.over(List.of());
  }

  private List<String> said(Changes changes, List<String> throttled, int kept, int lost) {
    Conditions now =
        new SystemProbe(root, Map::of, new SteppingClock(Duration.ofSeconds(1))).conditions();
    RunEvidence evidence =
        new RunEvidence(
            Questions.profile(), now, now, Map.of(), throttled, kept, lost, new Watch());
    Map<String, String> facts =
        Map.of(HostFacts.CORES, String.valueOf(CORES), BoardFacts.GOVERNOR, "performance");
    ConditionRules rules = new ConditionRules(facts, evidence, changes);
    List<String> said = new ArrayList<>();
    rules.violations().forEach(v -> said.add("INVALID: " + v));
    rules.warnings().forEach(w -> said.add("warns: " + w));
    return said;
  }
}

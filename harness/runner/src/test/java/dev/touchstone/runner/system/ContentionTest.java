package dev.touchstone.runner.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runner.testing.Board;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.runner.testing.SteppingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of conditions at their edges, beside those that {@link SystemProbeTest} shows. */
class ContentionTest {

  @TempDir Path root;

  @ParameterizedTest(name = "waiting {0}, others {1}, stolen {2}: {3}")
  @CsvSource({
    "0.199, 0.9,   0,     false",
    "0.20,  0.05,  0,     true",
    "0.20,  0.049, 0,     false", // a model's own threads waited for each other
    "0.20,  ,      0,     true",
    ",      0.249, 0,     false",
    ",      0.25,  0,     true",
    "0,     0,     0.049, false",
    "0,     0,     0.05,  true",
    ",      ,      ,      false"
  })
  void isToldByWaitingOtherWorkAndTheHypervisor(
      Double waiting, Double others, Double stolen, boolean contended) {
    Changes alone =
        new Changes(
            optional(waiting),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            optional(stolen),
            optional(others),
            OptionalLong.empty());

    assertThat(Contention.cause(alone).isPresent()).isEqualTo(contended);
  }

  @Test
  void isUnknownOfARunInWhichNothingRanAlone() {
    assertThat(Contention.cause(new Watch().alone())).isEmpty();
  }

  @Test
  void takesSeveralTrialsForOne() {
    Board board = Board.nuc(root).withWork(0, 0, 0).withPressure(0, 0, 0);
    SystemProbe probe = new SystemProbe(root, Map::of, new SteppingClock(Duration.ofSeconds(10)));
    Watch watch = new Watch();
    Conditions first = probe.conditions();
    board.withWork(100, 0, 100).withPressure(1_000_000, 0, 0);
    watch.seesAlone(first, probe.conditions());
    Conditions second = probe.conditions();
    board.withWork(200, 50, 150).withPressure(4_000_000, 0, 0);
    watch.seesAlone(second, probe.conditions());

    assertThat(watch.alone().cpuWaiting()).hasValue(4.0 / 20);
    assertThat(watch.alone().otherWork()).hasValue(50.0 / 400);
  }

  @ParameterizedTest(name = "governor {0}, at most {1} °C, load {2}: \"{3}\"")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ondemand    |      |      |
          performance |      |      | demands the frequency governor "performance", but it is "ondemand"; set it
                      | 48.7 |      |
                      | 48.6 |      | demands at most 48.6 °C, but a sensor read 48.7 °C; cool
                      |      | 0.10 |
                      |      | 0.09 | demands a load average of at most 0.09 a core, but it was 0.10 before the run;
          """)
  void demandsWhatAProfileSays(String governor, Double celsius, Double load, String expected) {
    Board.raspberryPi4(root).withLoad("0.40");

    assertThat(required(governor, celsius, load))
        .hasSize(expected == null ? 0 : 1)
        .allMatch(v -> v.startsWith("The profile this-machine " + expected));
  }

  @Test
  void takesWhatCannotBeReadForNotMet() {
    new Board(root).file("proc/version", "bare");

    assertThat(required("performance", 70.0, 1.0))
        .satisfiesExactly(
            v -> assertThat(v).contains("none can be read"),
            v -> assertThat(v).contains("no temperature can be read"),
            v -> assertThat(v).contains("no load average can be read"));
  }

  private List<String> required(String governor, Double celsius, Double load) {
    SystemProbe probe = new SystemProbe(root, Map::of, new SteppingClock(Duration.ofSeconds(1)));
    Conditions now = probe.conditions();
    RunEvidence evidence =
        new RunEvidence(Questions.profile(), now, now, Map.of(), List.of(), 20, 0, new Watch());
    return new RequiredState(BoardFacts.read(new FileTree(root)), evidence, 4)
        .violations(Optional.ofNullable(governor), optional(celsius), optional(load));
  }

  private static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}

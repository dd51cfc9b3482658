package dev.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.TestExecutionResult.Status.ABORTED;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;

import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Unit;
import dev.touchstone.scenarios.problem.Location;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

class AnswerTest {

  private static final Requirement P95 =
      new Requirement(
          Metric.LATENCY_P95,
          new Rule.AtMost(new Quantity(80e6, Unit.NANOSECOND)),
          Optional.empty(),
          Optional.of("server"),
          new Location("board.yaml", 14, 5));

  private static Finding finding(Outcome outcome) {
    Interval interval = new Interval(81e6, 95e6, 0.99);
    Measurement value =
        new Measurement(
            "int8",
            Metric.LATENCY_P95,
            "",
            "server",
            new Quantity(88e6, Unit.NANOSECOND),
            900,
            Optional.of(interval));
    return new Finding(
        P95,
        "int8",
        "",
        outcome,
        Optional.of(value),
        Optional.empty(),
        Optional.of(interval),
        Optional.of(88e6),
        900,
        "The reason.");
  }

  private static TestExecutionResult result(
      Outcome outcome, Undecided undecided, String... violations) {
    Instant now = Instant.EPOCH;
    RunResult run =
        new RunResult(
            "run",
            new RunResult.Provenance("1", now, now),
            "board",
            "",
            "this-machine",
            7,
            new Environment(Map.of(), List.of(), List.of(violations)),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of());
    Outcome overall = violations.length == 0 ? outcome : Outcome.INVALID;
    Verdict verdict = new Verdict(overall, List.of(finding(outcome)), List.of(), List.of(), run);
    return Answer.of(verdict, "int8", Path.of("out/index.html"), undecided).get(0).result();
  }

  private static Throwable reason(TestExecutionResult result) {
    return result.getThrowable().orElseThrow();
  }

  @ParameterizedTest(name = "{0}, {1} -> {2}")
  @CsvSource({
    "PASS, ABORT, SUCCESSFUL",
    "PASS, FAIL, SUCCESSFUL",
    "FAIL, ABORT, FAILED",
    "INCONCLUSIVE, ABORT, ABORTED",
    "INCONCLUSIVE, FAIL, FAILED",
    "INVALID, ABORT, ABORTED",
    "INVALID, FAIL, FAILED"
  })
  void isTheResultThatTheOutcomeDemands(Outcome outcome, Undecided undecided, Status expected) {
    assertThat(result(outcome, undecided).getStatus()).isEqualTo(expected);
  }

  @Test
  void saysWhereWhatWhatIsAllowedWhyAndWhereToLook() {
    assertThat(reason(result(Outcome.FAIL, Undecided.ABORT)))
        .hasMessage(
            """
            board.yaml:14:5: latency.p95 (server) of int8: value 88.0 ms, interval [81.0 ms, 95.0 ms] \
            at 99 %, limit ≤ 80.0 ms
            The reason.
            evidence: out/index.html""");
  }

  /** What was found under conditions that were not met must block nobody, and praise nobody. */
  @ParameterizedTest
  @CsvSource({"PASS", "FAIL", "INCONCLUSIVE"})
  void saysNothingIfTheConditionsOfTheRunWereNotMet(Outcome outcome) {
    TestExecutionResult result =
        result(outcome, Undecided.ABORT, "The CPU was throttled.", "Memory was short.");

    assertThat(result.getStatus()).isEqualTo(ABORTED);
    assertThat(reason(result))
        .hasMessageStartingWith(
            "INVALID, as the whole run: The CPU was throttled. Memory was short.\n"
                + "Otherwise this would be "
                + outcome
                + ": board.yaml:14:5: latency.p95");
    assertThat(result(outcome, Undecided.FAIL, "The CPU was throttled.").getStatus())
        .isEqualTo(FAILED);
  }
}

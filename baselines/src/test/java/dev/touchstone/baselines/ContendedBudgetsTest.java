package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContendedBudgetsTest {

  private static final String CAUSE = "tasks waited for the CPU 60 % of the time";

  @ParameterizedTest(name = "{0} at most {1}: {2}")
  @CsvSource({
    "LATENCY_P50, 1100000, PASS",
    "LATENCY_P50, 900000, INVALID",
    "LATENCY_P50, 1000000, INCONCLUSIVE",
    "COLD_START, 100000000, INVALID",
    "SIZE, 1, FAIL",
    "MEMORY_PEAK, 80000000, FAIL"
  })
  void breakOnlyWhatLoadCannotExplain(Metric metric, double limit, Outcome expected) {
    assertThat(judge(Runs.atMost(metric, limit), Runs.unchanged(), true).outcome())
        .isEqualTo(expected);
  }

  @Test
  void sayWhatCompetedAndWhatToDo() {
    assertThat(judge(Runs.atLeast(Metric.THROUGHPUT, 5000), Runs.unchanged(), true))
        .satisfies(f -> assertThat(f.outcome()).isEqualTo(Outcome.INVALID))
        .satisfies(
            f ->
                assertThat(f.reason())
                    .contains("breaks the limit")
                    .contains("But tasks waited for the CPU 60 % of the time: on a contended")
                    .endsWith("run again."));
  }

  @Test
  void breakOnAQuietMachine() {
    assertThat(judge(Runs.atMost(Metric.LATENCY_P50, 9e5), Runs.unchanged(), false).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void leaveComparisonsAlone() {
    Requirement against =
        Runs.requirement(Metric.LATENCY_P50, Runs.percent(Baseline.DEPLOYED, 0.005, 0.03));
    assertThat(judge(against, Runs.unchanged().slower(1.1), true).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void leaveACrashAFailure() {
    Runs crashed = Runs.unchanged().fault(Runs.CANDIDATE, Fault.Kind.CRASHED, "signal 11");
    assertThat(judge(Runs.atMost(Metric.LATENCY_P50, 9e5), crashed, true).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  private static Finding judge(Requirement requirement, Runs runs, boolean contended) {
    RunResult run = runs.build();
    List<Finding> findings = Gate.judge(List.of(requirement), run).findings();
    return ContendedBudgets.doubt(findings, contended ? contended(run) : run).get(0);
  }

  private static RunResult contended(RunResult run) {
    Map<String, String> facts = new HashMap<>(run.environment().facts());
    facts.put(Environment.CONTENDED, CAUSE);
    return new RunResult(
        run.id(),
        run.provenance(),
        run.scenarioName(),
        run.scenarioText(),
        run.profileName(),
        run.seed(),
        new Environment(facts, List.of(), List.of()),
        run.arms(),
        run.faults(),
        run.solo(),
        Optional.empty(),
        run.memory(),
        run.coldStarts(),
        run.campaigns(),
        run.samples(),
        run.predictions());
  }
}

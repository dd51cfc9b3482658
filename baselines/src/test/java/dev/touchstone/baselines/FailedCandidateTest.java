package dev.touchstone.baselines;

import static dev.touchstone.baselines.Runs.CANDIDATE;
import static dev.touchstone.baselines.Runs.forEach;
import static dev.touchstone.baselines.Runs.percent;
import static dev.touchstone.baselines.Runs.points;
import static dev.touchstone.baselines.Runs.requirement;
import static dev.touchstone.baselines.Runs.unchanged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Unit;
import dev.touchstone.scenarios.quality.Predictions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a candidate did wrong by itself is its failure, not an invalid run. */
class FailedCandidateTest {

  @ParameterizedTest(name = "three pairs lost, {0} {1}: {2}")
  @CsvSource({
    "int8-static, TIMED_OUT, FAIL",
    "reference,   TIMED_OUT, INVALID",
    "int8-static, KILLED,    INVALID"
  })
  void ofPairsThatWereLostToIt(String arm, Fault.Kind kind, Outcome expected) {
    RunResult run = unchanged().pairs(12, 3).fault(arm, kind, "no answer to a block").build();
    Requirement p50 = requirement(Metric.LATENCY_P50, percent(Baseline.REFERENCE, 0.005, 0.03));

    assertThat(Gate.judge(List.of(p50), run).findings())
        .extracting(Finding::arm, Finding::outcome)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(CANDIDATE, expected));
  }

  @ParameterizedTest
  @MethodSource
  void ofAClassThatItNeverAnswers(Rule rule) {
    Requirement precision = forEach("class", Metric.QUALITY_PRECISION, rule);
    List<Finding> findings = Gate.judge(List.of(precision), neverAnswering(2)).findings();

    assertThat(findings.get(2).slice()).isEqualTo("class=crack");
    assertThat(findings.get(2).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(findings.get(2).reason()).contains("the model never answered class=crack");
  }

  static List<Rule> ofAClassThatItNeverAnswers() {
    return List.of(
        points(Baseline.REFERENCE, 0.01, 0.2), new Rule.AtLeast(new Quantity(0.5, Unit.FRACTION)));
  }

  private static RunResult neverAnswering(int label) {
    RunResult run = unchanged().build();
    Predictions.Scores before =
        (Predictions.Scores) Objects.requireNonNull(run.predictions().get(Arm.REFERENCE));
    float[][] scores = new float[before.size()][before.classes()];
    for (int i = 0; i < scores.length; i++) {
      for (int k = 0; k < before.classes(); k++) {
        scores[i][k] = k == label ? -1 : before.score(i, k);
      }
    }
    Map<String, Predictions> predictions = new LinkedHashMap<>(run.predictions());
    predictions.put(CANDIDATE, new Predictions.Scores(scores));
    return new RunResult(
        run.id(),
        run.provenance(),
        run.scenarioName(),
        run.scenarioText(),
        run.profileName(),
        run.seed(),
        run.environment(),
        run.arms(),
        run.faults(),
        run.solo(),
        run.floor(),
        run.memory(),
        run.coldStarts(),
        run.campaigns(),
        run.samples(),
        predictions);
  }
}

package dev.touchstone.baselines;

import static dev.touchstone.baselines.Runs.CANDIDATE;
import static dev.touchstone.baselines.Runs.atLeast;
import static dev.touchstone.baselines.Runs.atMost;
import static dev.touchstone.baselines.Runs.forEach;
import static dev.touchstone.baselines.Runs.gain;
import static dev.touchstone.baselines.Runs.percent;
import static dev.touchstone.baselines.Runs.points;
import static dev.touchstone.baselines.Runs.requirement;
import static dev.touchstone.baselines.Runs.unchanged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GateTest {

  private static final Requirement P50 =
      requirement(Metric.LATENCY_P50, percent(Baseline.DEPLOYED, 0.005, 0.03));
  private static final Requirement CRACKS =
      forEach("class", Metric.QUALITY_RECALL, points(Baseline.REFERENCE, 0, 0.15));
  private static final Requirement TOP1 =
      requirement(Metric.QUALITY_TOP1, points(Baseline.REFERENCE, 0.02, 0.05));

  private static Finding only(Requirement requirement, RunResult run) {
    List<Finding> findings = Gate.judge(List.of(requirement), run).findings();
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  @Nested
  class Speed {

    @Test
    void passesTheSameModelAsCandidateAndDeployed() {
      Finding finding = only(P50, unchanged().build());

      assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
      assertThat(finding.estimate().orElseThrow()).isCloseTo(0, within(0.01));
      assertThat(finding.n()).isEqualTo(12);
      assertThat(finding.baseline()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"LATENCY_P50", "LATENCY_P95", "THROUGHPUT"})
    void failsTenPercentMoreWorkAndNamesIt(Metric metric) {
      Requirement requirement = requirement(metric, percent(Baseline.DEPLOYED, 0.005, 0.05));
      Finding finding = only(requirement, unchanged().slower(1.1).build());

      assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(finding.estimate().orElseThrow()).isCloseTo(0.1, within(0.02));
      assertThat(finding.reason())
          .startsWith(metric.key() + " is ")
          .contains(
              "worse than that of deployed",
              "(12 fork pairs, CPU time); 0.5 % are allowed",
              "Confirmed by 20 fresh fork pairs: ",
              "Wall time agrees");
      assertThat(finding.n()).isEqualTo(32);
    }

    @Test
    void saysWhatWouldDecideWhenTheMachineIsTooNoisy() {
      Requirement tight = requirement(Metric.LATENCY_P50, percent(Baseline.DEPLOYED, 0.008, 0.012));
      Finding finding = only(tight, unchanged().slower(1.01).build());

      assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
      assertThat(finding.reason())
          .contains("between", "a loss is found nine times in ten from", "quiet the");
    }

    @Test
    void letsCpuTimeDecideWhenOtherProcessesDisturbWallTime() {
      Finding finding = only(P50, unchanged().wallNoise(0.3).build());

      assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
      assertThat(finding.reason()).contains("CPU time", "Wall time agrees");
    }

    @Test
    void doesNotLetCpuTimeHideWaiting() {
      Finding finding = only(P50, unchanged().waiting(1.04).build());

      assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(finding.reason())
          .contains(
              "16 fork pairs, wall time", "CPU time tells another story", "do not wait alike");
    }

    @Test
    void asksForPairsWhenThereAreTooFew() {
      Finding finding = only(P50, unchanged().slower(1.5).pairs(9, 0).build());

      assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
      assertThat(finding.reason()).contains("9 fork pairs decide nothing; the next look is at 12");
    }

    @Test
    void isInvalidWhenMoreThanATenthOfThePairsWereThrownAway() {
      Finding finding = only(P50, unchanged().pairs(20, 3).build());

      assertThat(finding.outcome()).isEqualTo(Outcome.INVALID);
      assertThat(finding.reason()).startsWith("3 of 23 fork pairs had to be thrown away");
      assertThat(only(P50, unchanged().pairs(20, 2).build()).outcome()).isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest(name = "cost {0}: {1}")
    @CsvSource({"0.7, PASS", "0.85, FAIL", "1.0, FAIL", "0.8, INCONCLUSIVE"})
    void demandsThatCompressionPays(double cost, Outcome expected) {
      Requirement requirement = requirement(Metric.LATENCY_P50, gain(0.2));
      Finding finding = only(requirement, unchanged().slower(cost).build());

      assertThat(finding.outcome()).isEqualTo(expected);
      if (expected == Outcome.FAIL) {
        assertThat(finding.reason()).startsWith("Compression did not pay");
      }
    }

    @Test
    void comparesMemoryOfTheWorkersOfEachPair() {
      Requirement peak = requirement(Metric.MEMORY_PEAK, percent(Baseline.REFERENCE, 0.005, 0.02));

      assertThat(only(peak, unchanged().build()).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void comparesColdStartsInTheirOrder() {
      Requirement start = requirement(Metric.COLD_START, percent(Baseline.REFERENCE, 0.05, 0.2));
      Finding finding = only(start, unchanged().build());

      assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
      assertThat(finding.n()).isEqualTo(20);
    }
  }

  @Nested
  class Budgets {

    @ParameterizedTest(name = "{0} at most {1}: {2}")
    @CsvSource({
      "LATENCY_P50, 1100000, PASS",
      "LATENCY_P50, 900000, FAIL",
      "LATENCY_P50, 1000000, INCONCLUSIVE",
      "LATENCY_P99, 2000000, PASS",
      "LATENCY_P99, 1000000, FAIL",
      "MEMORY_PEAK, 90000000, PASS",
      "MEMORY_PEAK, 80000000, FAIL",
      "MEMORY_PEAK, 80160000, INCONCLUSIVE",
      "MEMORY_MODEL, 20000000, PASS",
      "COLD_START, 400000000, PASS",
      "COLD_START, 100000000, FAIL",
      "SIZE, 115000, PASS",
      "SIZE, 114999, FAIL",
      "QUALITY_FLIPS, 0, PASS",
      "QUALITY_ECE, 0.6, PASS",
      "ENERGY, 1, INVALID"
    })
    void areKeptOrBrokenByTheBoundsOfTheValue(Metric metric, double limit, Outcome expected) {
      Finding finding = only(atMost(metric, limit), unchanged().build());

      assertThat(finding.outcome()).isEqualTo(expected);
      assertThat(finding.reason()).endsWith(".");
    }

    @ParameterizedTest(name = "{0} at least {1}: {2}")
    @CsvSource({
      "THROUGHPUT, 900, PASS",
      "THROUGHPUT, 1100, FAIL",
      "QUALITY_TOP1, 0.9, PASS",
      "QUALITY_TOP1, 0.99, FAIL",
      "QUALITY_TOP1, 0.955, INCONCLUSIVE",
      "QUALITY_F1, 0.5, PASS",
      "QUALITY_AUC, 0.999, FAIL"
    })
    void areKeptOrBrokenFromBelowToo(Metric metric, double limit, Outcome expected) {
      assertThat(only(atLeast(metric, limit), unchanged().build()).outcome()).isEqualTo(expected);
    }

    @Test
    void sayHowManyQueriesAPercentileStillNeeds() {
      Finding finding = only(atMost(Metric.LATENCY_P99, 2e6), unchanged().queries(300).build());

      assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
      assertThat(finding.reason()).contains("It needs about 362 more queries");
    }
  }

  @Nested
  class Quality {

    @Test
    void passesTheSameAnswers() {
      assertThat(only(TOP1, unchanged().build()).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void failsALostClassWhileTheWholeStaysInsideItsLimit() {
      RunResult run = unchanged().missing(0.6).build();
      Verdict verdict =
          Gate.judge(
              List.of(
                  requirement(Metric.QUALITY_TOP1, points(Baseline.REFERENCE, 0.05, 0.08)), CRACKS),
              run);

      assertThat(verdict.findings())
          .extracting(Finding::slice, Finding::outcome)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("", Outcome.PASS),
              org.assertj.core.groups.Tuple.tuple("class=clean", Outcome.PASS),
              org.assertj.core.groups.Tuple.tuple("class=scratch", Outcome.PASS),
              org.assertj.core.groups.Tuple.tuple("class=crack", Outcome.FAIL));
      assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(verdict.findings().get(3).reason())
          .contains("class=crack", "right → wrong", "0 pp are allowed");
      assertThat(verdict.notes()).anyMatch(note -> note.contains("right → wrong, 0 wrong → right"));
    }

    @Test
    void saysHowManySamplesARareClassStillNeeds() {
      Requirement tight =
          forEach("class", Metric.QUALITY_RECALL, points(Baseline.REFERENCE, 0, 0.02));
      List<Finding> findings =
          Gate.judge(List.of(tight), unchanged().missing(0.02).build()).findings();

      assertThat(findings.get(2).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
      assertThat(findings.get(2).reason())
          .startsWith(
              "INSUFFICIENT: needs 1926 more labelled samples of class=crack to find a loss");
    }

    @ParameterizedTest
    @EnumSource(names = {"QUALITY_F1", "QUALITY_PRECISION", "QUALITY_RECALL"})
    void resamplesMetricsThatAreNoMean(Metric metric) {
      Requirement requirement = requirement(metric, points(Baseline.REFERENCE, 0.01, 0.05));

      assertThat(only(requirement, unchanged().build()).outcome()).isEqualTo(Outcome.PASS);
      Finding lost = only(requirement, unchanged().missing(0.9).build());
      if (metric != Metric.QUALITY_PRECISION) {
        assertThat(lost.outcome()).isEqualTo(Outcome.FAIL);
      }
    }

    @Test
    void slicesByTheColumnsOfTheData() {
      Requirement each =
          forEach("condition", Metric.QUALITY_TOP1, points(Baseline.REFERENCE, 0, 0.05));

      assertThat(Gate.judge(List.of(each), unchanged().build()).findings())
          .extracting(Finding::slice)
          .containsExactly("condition=low light", "condition=normal");
    }

    @Test
    void saysWhichColumnIsMissing() {
      Requirement each = forEach("board", Metric.QUALITY_TOP1, points(Baseline.REFERENCE, 0, 0.1));
      Finding finding = only(each, unchanged().build());

      assertThat(finding.outcome()).isEqualTo(Outcome.INVALID);
      assertThat(finding.reason()).contains("no column \"board\"");
    }

    @Test
    void isInvalidWithoutLabelsButStillCountsChangedAnswers() {
      assertThat(only(TOP1, unchanged().withoutLabels().build()).reason())
          .isEqualTo("The evaluation data has no labels.");
      assertThat(only(atMost(Metric.QUALITY_FLIPS, 0), unchanged().withoutLabels().build()))
          .extracting(Finding::outcome)
          .isEqualTo(Outcome.PASS);
    }
  }

  @Nested
  class Trouble {

    @Test
    void skipsVisiblyWhatNeedsADeployedModelOnAFirstRun() {
      Verdict verdict = Gate.judge(List.of(P50, TOP1), unchanged().withoutDeployed().build());

      assertThat(verdict.findings()).hasSize(1);
      assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
      assertThat(verdict.notes())
          .anyMatch(
              n ->
                  n.startsWith(
                      "No deployed model yet; judged against the reference alone"
                          + " (1 requirement skipped)"));
    }

    @Test
    void showsAFailureBesideWhatCouldNotBeMeasured() {
      Verdict verdict =
          Gate.judge(
              List.of(atMost(Metric.ENERGY, 1), atMost(Metric.SIZE, 1)), unchanged().build());

      assertThat(verdict.findings())
          .extracting(Finding::outcome)
          .containsExactly(Outcome.INVALID, Outcome.FAIL);
      assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void saysThatNothingIsDeployedEvenWhereNobodyAsks() {
      assertThat(Gate.judge(List.of(TOP1), unchanged().withoutDeployed().build()).notes())
          .anyMatch(
              n ->
                  n.startsWith(
                      "No deployed model yet; judged against the reference alone. Promote"));
      assertThat(Gate.judge(List.of(TOP1), unchanged().build()).notes())
          .noneMatch(n -> n.startsWith("No deployed model"));
    }

    @Test
    void failsEveryRequirementOfACandidateThatTheRuntimeRefuses() {
      RunResult run =
          unchanged()
              .fault(CANDIDATE, Fault.Kind.MODEL_REFUSED, "RequantShift is not registered.")
              .build();
      Verdict verdict = Gate.judge(List.of(P50, TOP1, atMost(Metric.SIZE, 1e9)), run);

      assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(verdict.findings())
          .hasSize(3)
          .allSatisfy(
              f -> {
                assertThat(f.outcome()).isEqualTo(Outcome.FAIL);
                assertThat(f.reason())
                    .isEqualTo(
                        "int8-static was refused by the runtime with exit code 3 (quality):"
                            + " RequantShift is not registered.");
              });
    }

    @Test
    void failsACandidateThatCouldNotEvenBeMade() {
      RunResult run =
          unchanged()
              .fault("int4", Fault.Kind.COMPRESSION_FAILED, "no weights to quantize")
              .build();

      assertThat(Gate.judge(List.of(TOP1), run).findings())
          .extracting(Finding::arm, Finding::outcome)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(CANDIDATE, Outcome.PASS),
              org.assertj.core.groups.Tuple.tuple("int4", Outcome.FAIL));
    }

    @Test
    void saysNothingOfACandidateWhoseCalibrationLeavesOutWhatIsJudged() {
      RunResult run =
          unchanged()
              .fault(CANDIDATE, Fault.Kind.CALIBRATION_GAP, "no calibration sample of class=crack")
              .build();
      Verdict verdict = Gate.judge(List.of(P50, TOP1, atMost(Metric.SIZE, 1e9)), run);

      assertThat(verdict.outcome()).isEqualTo(Outcome.INVALID);
      assertThat(verdict.findings())
          .hasSize(3)
          .allSatisfy(
              f -> {
                assertThat(f.outcome()).isEqualTo(Outcome.INVALID);
                assertThat(f.reason())
                    .startsWith(CANDIDATE + " was calibrated with gaps")
                    .endsWith("no calibration sample of class=crack.");
              });
    }

    @Test
    void isInvalidWhenTheReferenceIsRefused() {
      RunResult run =
          unchanged().fault(Arm.REFERENCE, Fault.Kind.MODEL_REFUSED, "no such operator").build();
      Verdict verdict = Gate.judge(List.of(TOP1), run);

      assertThat(verdict.outcome()).isEqualTo(Outcome.INVALID);
      assertThat(verdict.findings().get(0).reason())
          .contains("nothing to compare with", "operator");
      assertThat(verdict.notes()).anyMatch(n -> n.startsWith("The run is invalid: reference was"));
    }

    @Test
    void isInvalidOnlyForItsRequirementsWhenTheDeployedModelIsRefused() {
      RunResult run =
          unchanged().fault(Arm.DEPLOYED, Fault.Kind.CRASHED, "segmentation fault").build();

      assertThat(Gate.judge(List.of(P50, TOP1), run).findings())
          .extracting(Finding::outcome)
          .containsExactly(Outcome.INVALID, Outcome.PASS);
    }

    @Test
    void isInvalidWhenTheConditionsWereNotMet() {
      Verdict verdict =
          Gate.judge(List.of(TOP1), unchanged().violation("The board was throttled.").build());

      assertThat(verdict.outcome()).isEqualTo(Outcome.INVALID);
      assertThat(verdict.notes()).contains("The run is invalid: The board was throttled.");
    }

    @Test
    void passesARunOfWhichNothingIsDemanded() {
      Verdict verdict = Gate.judge(List.of(), unchanged().build());

      assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
      assertThat(verdict.measurements()).isNotEmpty();
    }

    @Test
    void givesTheSameVerdictAgain() {
      RunResult run = unchanged().missing(0.1).build();
      List<Requirement> all =
          List.of(P50, CRACKS, requirement(Metric.QUALITY_F1, points(Baseline.REFERENCE, 0, 0.05)));

      assertThat(Gate.judge(all, run)).isEqualTo(Gate.judge(all, run));
    }
  }
}

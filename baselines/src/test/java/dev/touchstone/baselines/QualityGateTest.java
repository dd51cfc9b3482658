package dev.touchstone.baselines;

import static dev.touchstone.baselines.QualityRuns.CANDIDATE;
import static dev.touchstone.baselines.QualityRuns.inTurn;
import static dev.touchstone.baselines.QualityRuns.samples;
import static dev.touchstone.baselines.QualityRuns.wrongOn;
import static dev.touchstone.baselines.Runs.atLeast;
import static dev.touchstone.baselines.Runs.atMost;
import static dev.touchstone.baselines.Runs.forEach;
import static dev.touchstone.baselines.Runs.gain;
import static dev.touchstone.baselines.Runs.percent;
import static dev.touchstone.baselines.Runs.points;
import static dev.touchstone.baselines.Runs.requirement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.SampleMarks;
import dev.touchstone.scenarios.quality.SliceParents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityGateTest {

  private static final Rule TEN_POINTS = points(Baseline.REFERENCE, 0, 0.1);

  private static List<Finding> judge(Requirement requirement, RunResult run) {
    return Gate.judge(List.of(requirement), run).findings();
  }

  @Nested
  class Parents {

    /** 2 000 samples: 60 hairline cracks, 40 edge cracks, 300 deep cracks, the others clean. */
    private static final List<String> DEFECTS =
        IntStream.range(0, 2_000)
            .mapToObj(i -> i < 60 ? "hairline" : i < 100 ? "edge" : i < 400 ? "deep" : "clean")
            .toList();

    private static final SliceParents CRACKS =
        new SliceParents(
            Map.of(
                "defect",
                Map.of("hairline", "fine", "edge", "fine", "fine", "crack", "deep", "crack")));

    private static RunResult run(SliceParents parents, int wrong) {
      Labels.Classes labels = inTurn(2_000, "good", "bad");
      SampleMarks marks = new SampleMarks(parents, List.of(), Optional.empty());
      return QualityRuns.of(
          samples(labels, Map.of("defect", DEFECTS), marks),
          wrongOn(labels, i -> false),
          wrongOn(labels, i -> i < wrong));
    }

    private static final Requirement EACH = forEach("defect", Metric.QUALITY_TOP1, TEN_POINTS);

    @Test
    void saysWhatASliceLacksThatHasNone() {
      List<Finding> findings = judge(EACH, run(SliceParents.NONE, 4));

      assertThat(findings)
          .extracting(Finding::slice, Finding::outcome)
          .containsExactly(
              tuple("defect=hairline", Outcome.INCONCLUSIVE),
              tuple("defect=edge", Outcome.INCONCLUSIVE),
              tuple("defect=deep", Outcome.PASS),
              tuple("defect=clean", Outcome.PASS));
      assertThat(findings.get(0).reason())
          .startsWith(
              "INSUFFICIENT: needs 192 more labelled samples of defect=hairline to find a loss of"
                  + " 10 pp. quality.top1 on defect=hairline is 6.67 pp worse than that of"
                  + " reference, between ")
          .endsWith(
              ": 4 right → wrong, 0 wrong → right of 60; 0 pp are allowed, 10 pp must be caught.");
    }

    @Test
    void takeThePlaceOfTheirSlicesAndClimbUntilThereAreEnough() {
      Verdict verdict = Gate.judge(List.of(EACH), run(CRACKS, 4));

      assertThat(verdict.findings())
          .extracting(Finding::slice, Finding::outcome, Finding::n)
          .containsExactly(
              tuple("defect=crack", Outcome.PASS, 400L),
              tuple("defect=deep", Outcome.PASS, 300L),
              tuple("defect=clean", Outcome.PASS, 1_600L));
      assertThat(verdict.findings().get(0).reason())
          .contains(
              "It stands for defect=hairline: INSUFFICIENT: needs 192 more labelled samples of"
                  + " defect=hairline to find a loss of 10 pp. It stands for defect=edge:"
                  + " INSUFFICIENT: needs 212 more");
      assertThat(verdict.findings().get(0).value()).isPresent();
      assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void doNotTakeThePlaceOfASliceThatFailsByItself() {
      assertThat(judge(EACH, run(CRACKS, 30)))
          .extracting(Finding::slice, Finding::outcome)
          .containsExactly(
              tuple("defect=hairline", Outcome.FAIL),
              tuple("defect=fine", Outcome.FAIL), // 40 edge cracks are too few; 30 of 100 are not
              tuple("defect=deep", Outcome.PASS),
              tuple("defect=clean", Outcome.PASS));
    }

    @Test
    void sayThatSamplesAreMissingWhereEvenTheLastHasTooFew() {
      SliceParents fine =
          new SliceParents(Map.of("defect", Map.of("hairline", "fine", "edge", "fine")));
      List<Finding> findings = judge(EACH, run(fine, 4));

      assertThat(findings.get(0).slice()).isEqualTo("defect=fine");
      assertThat(findings.get(0).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
      assertThat(findings.get(0).reason())
          .startsWith("INSUFFICIENT: needs 152 more labelled samples of defect=fine")
          .contains("It stands for defect=hairline", "It stands for defect=edge");
    }

    @Test
    void groupClassesByTheirRecall() {
      int[] label = IntStream.range(0, 1_000).map(i -> i < 20 ? 2 : i < 320 ? 1 : 0).toArray();
      Labels.Classes labels =
          new Labels.Classes(List.of("clean", "crack", "hairline", "none"), label);
      SliceParents parents =
          new SliceParents(Map.of("class", Map.of("hairline", "crack", "none", "clean")));
      RunResult run =
          QualityRuns.of(
              samples(labels, Map.of(), new SampleMarks(parents, List.of(), Optional.empty())),
              wrongOn(labels, i -> false),
              wrongOn(labels, i -> i == 3));

      List<Finding> findings = judge(forEach("class", Metric.QUALITY_RECALL, TEN_POINTS), run);
      assertThat(findings)
          .extracting(Finding::slice, Finding::outcome, Finding::n)
          .containsExactly(
              tuple("class=clean", Outcome.PASS, 680L), tuple("class=crack", Outcome.PASS, 320L));
      assertThat(findings.get(0).reason())
          .contains("It stands for class=none: it has no samples at all.");
    }

    @Test
    void countTheSlicesThatWereTriedBeforeAsChancesToErr() {
      Finding finding = judge(requirement(Metric.QUALITY_TOP1, TEN_POINTS), run(CRACKS, 0)).get(0);
      QualityClaim claim =
          new QualityClaim(new Judged(finding, OptionalDouble.of(0.0004)), Optional.empty());

      assertThat(claim.standingFor(List.of("Because."), 3).risk()).hasValue(0.0016);
      assertThat(claim.standingFor(List.of("Because."), 3).finding().reason())
          .endsWith(". Because.");
    }
  }

  @Nested
  class GoldenSamples {

    private static final Labels.Classes LABELS = inTurn(1_000, "clean", "crack");

    private static RunResult run(List<Integer> golden, int... wrong) {
      SampleMarks marks = new SampleMarks(SliceParents.NONE, golden, Optional.empty());
      return QualityRuns.of(
          samples(LABELS, Map.of(), marks),
          wrongOn(LABELS, i -> i == 5),
          wrongOn(LABELS, i -> i == 5 || IntStream.of(wrong).anyMatch(w -> w == i)));
    }

    private static final Requirement TOP1 = requirement(Metric.QUALITY_TOP1, TEN_POINTS);

    @Test
    void failAndAreNamedThoughNobodyAskedForThem() {
      Verdict verdict = Gate.judge(List.of(TOP1), run(List.of(5, 17, 18, 900), 17, 33, 900));

      assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(verdict.findings())
          .extracting(f -> f.requirement().metric(), Finding::outcome)
          .containsExactly(
              tuple(Metric.QUALITY_TOP1, Outcome.PASS), tuple(Metric.QUALITY_GOLDEN, Outcome.FAIL));
      assertThat(verdict.findings().get(1).reason())
          .isEqualTo(
              "2 of 4 golden samples are right in a baseline and wrong in candidate:"
                  + " sample 17 (crack, answered clean); sample 900 (clean, answered crack).");
    }

    @Test
    void passWhereOnlySamplesGotWorseThatNoBaselineAnswersRightly() {
      Finding finding = Gate.judge(List.of(TOP1), run(List.of(5, 17), 33)).findings().get(1);

      assertThat(finding.outcome()).isEqualTo(Outcome.PASS);
      assertThat(finding.reason()).isEqualTo("None of the 2 golden samples got worse.");
    }

    @Test
    void obeyTheRequirementThatNamesThem() {
      List<Finding> findings = judge(atMost(Metric.QUALITY_GOLDEN, 1), run(List.of(17, 18), 17));

      assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.PASS);
      assertThat(judge(atMost(Metric.QUALITY_GOLDEN, 0), run(List.of())).get(0).outcome())
          .isEqualTo(Outcome.INVALID);
    }

    @Test
    void areNotDemandedWhereThereAreNone() {
      assertThat(judge(TOP1, run(List.of(), 17))).hasSize(1);
    }
  }

  @Nested
  class Clusters {

    /** Frames of videos, 25 each; the candidate gets whole videos wrong. */
    private static RunResult run(int videos, int brokenVideos) {
      Labels.Classes labels = inTurn(25 * videos, "clean", "crack");
      List<String> video =
          IntStream.range(0, 25 * videos).mapToObj(i -> "video " + i / 25).toList();
      SampleMarks marks = new SampleMarks(SliceParents.NONE, List.of(), Optional.of(video));
      return QualityRuns.of(
          samples(labels, Map.of(), marks),
          wrongOn(labels, i -> i % 50 == 3),
          wrongOn(labels, i -> i % 50 == 3 || i < 25 * brokenVideos));
    }

    @Test
    void areTheUnitSoThatOneBadVideoIsNoProof() {
      // 25 of 1 000 frames: by frames McNemar would be sure (p = 3e-8); it is one video of 40.
      Finding finding = judge(requirement(Metric.QUALITY_TOP1, TEN_POINTS), run(40, 1)).get(0);

      assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
      assertThat(finding.n()).isEqualTo(40);
      assertThat(finding.reason())
          .startsWith("INSUFFICIENT: needs ")
          .contains(
              " more clusters of labelled samples to find a loss of 10 pp. ",
              "24 right → wrong, 0 wrong → right of 1000, in 40 clusters, which are what is counted");
    }

    @Test
    void passAndFailAsSamplesDoWhereThereAreEnough() {
      Requirement top1 = requirement(Metric.QUALITY_TOP1, TEN_POINTS);

      assertThat(judge(top1, run(80, 0)).get(0).outcome()).isEqualTo(Outcome.PASS);
      assertThat(judge(top1, run(80, 16)).get(0).outcome()).isEqualTo(Outcome.FAIL);
      assertThat(judge(top1, run(8, 8)).get(0).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void saySoWhereABudgetIsAskedOfThem() {
      Finding finding = judge(atLeast(Metric.QUALITY_TOP1, 0.97), run(40, 0)).get(0);

      assertThat(finding.n()).isEqualTo(40);
      assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
      assertThat(finding.reason()).contains("40 clusters");
    }
  }

  @Nested
  class MetricsThatAreNoMean {

    private static final int N = 1_500;

    private static RunResult classifier(double noise) {
      Labels.Classes labels = inTurn(N, "no", "yes");
      return QualityRuns.of(
          samples(labels, Map.of(), SampleMarks.NONE), scores(labels, 1), scores(labels, noise));
    }

    /** Probabilities of the second class, the same noise for both models but for its size. */
    private static Predictions.Scores scores(Labels.Classes labels, double noise) {
      Random random = new Random(3);
      float[][] scores = new float[N][2];
      for (int i = 0; i < N; i++) {
        double logit = 2 * (2 * labels.at(i) - 1) + noise * 1.2 * random.nextGaussian();
        scores[i][1] = (float) (1 / (1 + Math.exp(-logit)));
        scores[i][0] = 1 - scores[i][1];
      }
      return new Predictions.Scores(scores);
    }

    private static RunResult regressor(double error) {
      Random random = new Random(5);
      double[] truth = random.doubles(N).toArray();
      double[] before = DoubleStream.of(truth).map(t -> t + 0.1 * random.nextGaussian()).toArray();
      double[] now =
          IntStream.range(0, N)
              .mapToDouble(
                  i -> truth[i] + error * (before[i] - truth[i]) + 0.001 * random.nextGaussian())
              .toArray();
      return QualityRuns.of(
          samples(new Labels.Values(truth), Map.of(), SampleMarks.NONE),
          new Predictions.Values(before),
          new Predictions.Values(now));
    }

    @ParameterizedTest(name = "{0} with {1} times the noise: {2}")
    @CsvSource({
      "QUALITY_AUC, 1, PASS",
      "QUALITY_AUC, 2.5, FAIL",
      "QUALITY_ECE, 1, PASS",
      "QUALITY_F1, 1, PASS",
      "QUALITY_F1, 2.5, FAIL"
    })
    void passTheSameAndFailWhatIsWorse(Metric metric, double noise, Outcome expected) {
      Requirement requirement = requirement(metric, points(Baseline.REFERENCE, 0.005, 0.03));

      assertThat(judge(requirement, classifier(noise)).get(0).outcome()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} with {1} times the error: {2}")
    @CsvSource({
      "QUALITY_MAE, 1, PASS",
      "QUALITY_MAE, 1.2, FAIL",
      "QUALITY_RMSE, 1, PASS",
      "QUALITY_RMSE, 1.2, FAIL",
      "QUALITY_MAE, 0.8, PASS"
    })
    void compareErrorsByTheirRelativeChange(Metric metric, double error, Outcome expected) {
      Requirement requirement = requirement(metric, percent(Baseline.REFERENCE, 0.01, 0.1));
      Finding finding = judge(requirement, regressor(error)).get(0);

      assertThat(finding.outcome()).isEqualTo(expected);
      assertThat(finding.reason()).contains(" %", "1500 samples");
    }

    @ParameterizedTest(name = "error {0} of the reference: {1}")
    @CsvSource({"0.7, PASS", "0.95, FAIL", "1, FAIL"})
    void demandThatTheyPay(double error, Outcome expected) {
      Requirement requirement = requirement(Metric.QUALITY_MAE, gain(0.2));

      assertThat(judge(requirement, regressor(error)).get(0).outcome()).isEqualTo(expected);
    }

    @Test
    void areNotSureOfFewSamplesThatAgree() {
      Labels.Classes labels = inTurn(30, "no", "yes");
      Predictions.Scores same = wrongOn(labels, i -> i == 4);
      RunResult run = QualityRuns.of(samples(labels, Map.of(), SampleMarks.NONE), same, same);
      Requirement f1 = requirement(Metric.QUALITY_F1, points(Baseline.REFERENCE, 0, 0.05));

      assertThat(judge(f1, run).get(0).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
      assertThat(judge(f1, run).get(0).reason()).startsWith("INSUFFICIENT: needs ");
      assertThat(judge(f1, run).get(0).arm()).isEqualTo(CANDIDATE);
    }
  }
}

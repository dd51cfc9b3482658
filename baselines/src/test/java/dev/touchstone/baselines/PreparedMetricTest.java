package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.scenarios.quality.SampleMarks;
import dev.touchstone.scenarios.quality.Score;
import dev.touchstone.scenarios.quality.Slice;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The fast metrics of resamples against the plain ones, computed literally. */
class PreparedMetricTest {

  private static final int N = 120;

  private final Random random = new Random(8);

  private float[][] scores(int n, int classes) {
    float[][] scores = new float[n][classes];
    for (float[] row : scores) {
      for (int k = 0; k < classes; k++) {
        row[k] = Math.round(8 * random.nextFloat()) / 8f; // with ties, and taken for logits
      }
      row[0] += 2;
    }
    return scores;
  }

  private static double value(Metric metric, Labels labels, Predictions answers, Cut cut) {
    return QualityScore.of(metric, labels, answers, cut).map(Score::value).orElse(Double.NaN);
  }

  private static Cut on(Cut cut, Slice slice) {
    return new Cut(cut.column(), cut.value(), cut.classes(), slice, cut.units());
  }

  @ParameterizedTest(name = "{0} of class {1}")
  @CsvSource({
    "QUALITY_TOP1, -1", "QUALITY_RECALL, -1", "QUALITY_PRECISION, -1", "QUALITY_F1, -1",
    "QUALITY_AUC, -1", "QUALITY_ECE, -1", "QUALITY_RECALL, 1", "QUALITY_PRECISION, 1",
    "QUALITY_F1, 2"
  })
  void areWhatTheSlowOnesAreOnEveryResample(Metric metric, int label) {
    Labels.Classes labels = QualityRuns.inTurn(N, "a", "b", "c");
    float[][] first = scores(N, 3);
    float[][] second = scores(N, 3);
    EvaluationSamples samples = QualityRuns.samples(labels, Map.of(), SampleMarks.NONE);
    Cut cut = label < 0 ? Cut.whole(samples) : Cut.by("class", samples).get(label);
    Slice slice = PreparedMetric.positions(metric, labels, cut);
    PreparedMetric prepared =
        PreparedMetric.of(
            metric,
            labels,
            new Predictions.Scores(first),
            new Predictions.Scores(second),
            cut,
            slice);
    Draw draw = new Draw(IntStream.range(0, slice.size()).toArray(), slice.size());
    for (int run = 0; run < 20; run++) {
      int[] drawn = random.ints(slice.size(), 0, slice.size()).toArray();
      Cut resample = on(cut, Slice.of(IntStream.of(drawn).map(slice::at).toArray()));
      assertThat(prepared.value(draw.of(drawn), 0))
          .isCloseTo(value(metric, labels, new Predictions.Scores(first), resample), within(1e-12));
      assertThat(prepared.value(draw.of(drawn), 1))
          .isCloseTo(
              value(metric, labels, new Predictions.Scores(second), resample), within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"QUALITY_TOP1", "QUALITY_F1", "QUALITY_ECE", "QUALITY_PRECISION"})
  void areWhatTheSlowOnesAreOfModelsThatChangePlaces(Metric metric) {
    Labels.Classes labels = QualityRuns.inTurn(N, "a", "b", "c");
    float[][] first = scores(N, 3);
    float[][] second = scores(N, 3);
    Cut cut = Cut.whole(QualityRuns.samples(labels, Map.of(), SampleMarks.NONE));
    PreparedMetric prepared =
        PreparedMetric.of(
            metric,
            labels,
            new Predictions.Scores(first),
            new Predictions.Scores(second),
            cut,
            cut.slice());
    Draw draw = new Draw(IntStream.range(0, N).toArray(), N);
    for (int run = 0; run < 20; run++) {
      boolean[] exchanged = new boolean[N];
      float[][] mixed = first.clone();
      for (int i = 0; i < N; i++) {
        exchanged[i] = random.nextBoolean();
        mixed[i] = exchanged[i] ? second[i] : first[i];
      }
      assertThat(prepared.value(draw.exchanging(exchanged), 0))
          .isCloseTo(value(metric, labels, new Predictions.Scores(mixed), cut), within(1e-12));
    }
  }

  @Test
  void exchangeRanksAndNotScoresUnderARocCurve() {
    Labels.Classes labels = QualityRuns.inTurn(N, "no", "yes");
    float[][] first = scores(N, 1);
    float[][] louder = new float[N][1];
    for (int i = 0; i < N; i++) {
      louder[i][0] = 100 * first[i][0] + 7; // the same order on another scale
    }
    Cut cut = Cut.whole(QualityRuns.samples(labels, Map.of(), SampleMarks.NONE));
    PreparedMetric prepared =
        PreparedMetric.of(
            Metric.QUALITY_AUC,
            labels,
            new Predictions.Scores(first),
            new Predictions.Scores(louder),
            cut,
            cut.slice());
    Draw draw = new Draw(IntStream.range(0, N).toArray(), N);
    double same = value(Metric.QUALITY_AUC, labels, new Predictions.Scores(first), cut);
    boolean[] exchanged = new boolean[N];
    for (int i = 0; i < N; i++) {
      exchanged[i] = random.nextBoolean();
    }
    assertThat(prepared.value(draw.exchanging(exchanged), 0)).isCloseTo(same, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(names = {"QUALITY_MAE", "QUALITY_RMSE"})
  void areWhatTheSlowOnesAreForNumbersToo(Metric metric) {
    Labels.Values labels = new Labels.Values(random.doubles(N).toArray());
    Predictions.Values first = new Predictions.Values(random.doubles(N).toArray());
    double[] broken = random.doubles(N).toArray();
    broken[7] = Double.NaN;
    Predictions.Values second = new Predictions.Values(broken);
    Cut cut = Cut.whole(QualityRuns.samples(labels, Map.of(), SampleMarks.NONE));
    PreparedMetric prepared = PreparedMetric.of(metric, labels, first, second, cut, cut.slice());
    Draw draw = new Draw(IntStream.range(0, N).toArray(), N);
    for (int run = 0; run < 20; run++) {
      int[] drawn = random.ints(N, 0, N).toArray();
      assertThat(prepared.value(draw.of(drawn), 0))
          .isCloseTo(value(metric, labels, first, on(cut, Slice.of(drawn))), within(1e-12));
      assertThat(prepared.value(draw.of(drawn), 1))
          .satisfies(
              v ->
                  assertThat(same(v, value(metric, labels, second, on(cut, Slice.of(drawn)))))
                      .isTrue());
    }
  }

  /** Infinite errors are equal, and others nearly. */
  private static boolean same(double a, double b) {
    return a == b || Math.abs(a - b) < 1e-12;
  }

  @Test
  void drawAndExchangeWholeClusters() {
    Draw draw = new Draw(new int[] {0, 0, 1, 2, 2}, 3);

    draw.of(new int[] {2, 2, 1});
    assertThat(IntStream.range(0, 5).map(draw::times)).containsExactly(0, 0, 1, 2, 2);
    draw.exchanging(new boolean[] {true, false, true});
    assertThat(IntStream.range(0, 5).map(i -> draw.source(i, 0))).containsExactly(1, 1, 0, 1, 1);
  }
}

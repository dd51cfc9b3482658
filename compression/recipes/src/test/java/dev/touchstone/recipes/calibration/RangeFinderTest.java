package dev.touchstone.recipes.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.Step.Calibration;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RangeFinderTest {

  private static final int CHUNK = 1000;

  static Stream<Calibration> everyKind() {
    return Stream.of(
        new Calibration.MinMax(),
        new Calibration.MovingAverage(0.5),
        new Calibration.Percentile(0.999),
        new Calibration.Entropy(2048),
        new Calibration.MeanSquaredError());
  }

  private static Range range(Calibration calibration, float... values) {
    RangeFinder finder = RangeFinder.of(calibration);
    for (int from = 0; from < values.length; from += CHUNK) {
      int to = Math.min(values.length, from + CHUNK);
      finder.see(FloatBuffer.wrap(values, from, to - from));
    }
    return finder.range();
  }

  private static float[] gaussian(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void countsTheSameInWhateverOrderSamplesCome() {
    // far below the width of a bin once the large values are in
    float[] small = {-1e-17f, -1e-17f, 1e-17f, -0f};
    float[] large = {4, 5, -1e-3f};
    Histogram smallFirst = new Histogram(64);
    Histogram largeFirst = new Histogram(64);
    for (float[] values : List.of(small, large)) {
      smallFirst.see(FloatBuffer.wrap(values), Extremes.of(FloatBuffer.wrap(values)));
    }
    for (float[] values : List.of(large, small)) {
      largeFirst.see(FloatBuffer.wrap(values), Extremes.of(FloatBuffer.wrap(values)));
    }

    for (int bin = -64; bin < 64; bin++) {
      assertThat(smallFirst.countAt(bin)).as("bin " + bin).isEqualTo(largeFirst.countAt(bin));
    }
    assertThat(smallFirst.countAt(-1)).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void includesZeroAndNeverLeavesWhatWasSeen(Calibration calibration) {
    float[] positive = gaussian(5000, 1);
    for (int i = 0; i < positive.length; i++) {
      positive[i] = 3 + Math.abs(positive[i]);
    }
    Range range = range(calibration, positive);
    assertThat(range.low()).isZero();
    assertThat(range.high()).isBetween(3f, 9f);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void givesAnEmptyRangeForATensorThatIsAlwaysZero(Calibration calibration) {
    assertThat(range(calibration, 0, 0, -0f)).isEqualTo(new Range(0, 0));
    assertThat(RangeFinder.of(calibration).range()).isEqualTo(new Range(0, 0));
  }

  static Stream<Calibration> everyKindWithoutMemory() {
    return everyKind().filter(c -> !(c instanceof Calibration.MovingAverage));
  }

  @ParameterizedTest
  @MethodSource("everyKindWithoutMemory")
  void forgetsTheOrderOfTheSamples(Calibration calibration) {
    float[] values = gaussian(20_000, 2);
    values[7] = 50;
    float[] reversed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }
    assertThat(range(calibration, values)).isEqualTo(range(calibration, reversed));
  }

  @Test
  void takesTheExtremesForMinMax() {
    assertThat(range(new Calibration.MinMax(), -1.5f, 0.25f, 7)).isEqualTo(new Range(-1.5f, 7));
  }

  @Test
  void movesByTheWeightOfTheNewestSampleForAMovingAverage() {
    RangeFinder finder = RangeFinder.of(new Calibration.MovingAverage(0.25));
    finder.see(FloatBuffer.wrap(new float[] {-4, 8}));
    finder.see(FloatBuffer.wrap(new float[] {-8, 4}));
    assertThat(finder.range()).isEqualTo(new Range(-5, 7));
  }

  @Test
  void agreesWithSortedValuesForAPercentile() {
    float[] values = gaussian(100_000, 3);
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    for (double quantile : List.of(0.9, 0.99, 0.999, 1.0)) {
      Range range = range(new Calibration.Percentile(quantile), values);
      int leftOut = (int) Math.floor((1 - quantile) / 2 * values.length);
      assertThat(range.low()).isCloseTo(sorted[leftOut], within(0.01f));
      assertThat(range.high()).isCloseTo(sorted[values.length - 1 - leftOut], within(0.01f));
    }
  }

  @Test
  void cutsALonelyOutlierByPercentileAndByEntropy() {
    float[] values = gaussian(100_000, 4);
    values[500] = 1000;
    assertThat(range(new Calibration.Percentile(0.9999), values).high()).isLessThan(6);
    assertThat(range(new Calibration.Entropy(2048), values).high()).isLessThan(200);
    assertThat(range(new Calibration.MinMax(), values).high()).isEqualTo(1000);
  }

  @Test
  void keepsMostOfABellCurveByEntropy() {
    Range range = range(new Calibration.Entropy(2048), gaussian(200_000, 5));
    assertThat(range.high()).isBetween(2.5f, 5f);
    assertThat(range.low()).isCloseTo(-range.high(), within(0.1f));
  }

  @Test
  void cutsOffOutliersOnlyWhereValuesLieInSpikes() {
    float[] values = new float[100_000];
    Random random = new Random(12);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          0.01f * random.nextInt(3) + (random.nextInt(10) == 0 ? 2 + random.nextFloat() : 0);
    }
    assertThat(range(new Calibration.Entropy(2048), values).high()).isGreaterThan(2.9f);
  }

  @Test
  void keepsAllOfAFlatDistributionByEntropy() {
    float[] values = new float[100_000];
    Random random = new Random(6);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    assertThat(range(new Calibration.Entropy(2048), values).high()).isCloseTo(1, within(0.02f));
  }

  @Test
  void leavesTheSmallestSquaredErrorThatAPlainSearchFinds() {
    float[] values = gaussian(20_000, 8);
    values[3] = 40;
    Range found = range(new Calibration.MeanSquaredError(), values);
    double least = Double.POSITIVE_INFINITY;
    for (double high = 1; high <= 40; high += 0.25) {
      for (double low = 1; low <= 5; low += 0.25) {
        least = Math.min(least, squaredError(values, -low, high));
      }
    }
    assertThat(found.high()).isLessThan(40);
    assertThat(squaredError(values, found.low(), found.high())).isLessThan(1.05 * least);
    assertThat(squaredError(values, -4, 40)).isGreaterThan(1.05 * least);
  }

  private static double squaredError(float[] values, double low, double high) {
    double scale = (high - low) / 255;
    double least = Math.rint(low / scale);
    double sum = 0;
    for (float value : values) {
      double level = Math.max(least, Math.min(least + 255, Math.rint(value / scale)));
      sum += Math.pow(value - level * scale, 2);
    }
    return sum;
  }

  @Test
  void tellsNanAndInfinityFromNumbers() {
    assertThat(Extremes.of(FloatBuffer.wrap(new float[] {1, Float.NaN, 2})).isFinite()).isFalse();
    assertThat(Extremes.of(FloatBuffer.wrap(new float[] {-1, Float.NaN, 2})).isFinite()).isFalse();
    assertThat(Extremes.of(FloatBuffer.wrap(new float[] {Float.NEGATIVE_INFINITY})).isFinite())
        .isFalse();
    assertThat(Extremes.of(FloatBuffer.wrap(new float[] {3, -2, 5, 0})))
        .isEqualTo(new Extremes(-2, 5));
  }

  @Test
  void countsEveryValueOnceHoweverTheHistogramGrows() {
    Histogram histogram = new Histogram(16);
    float value = 1e-20f;
    int seen = 0;
    while (value < 1e20f) {
      FloatBuffer values = FloatBuffer.wrap(new float[] {value, -value, 0});
      histogram.see(values, Extremes.of(values));
      value *= 3;
      seen += 3;
    }
    long counted = 0;
    for (int i = 0; i < histogram.bins(); i++) {
      counted += histogram.magnitudeCount(i);
    }
    assertThat(counted).isEqualTo(seen).isEqualTo(histogram.count());
    assertThat(histogram.width() * histogram.bins()).isGreaterThan(value / 3);
  }

  @Test
  void rejectsARangeWithoutZero() {
    assertThatThrownBy(() -> new Range(1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a range is finite and includes 0, was [1.0, 2.0]");
  }
}

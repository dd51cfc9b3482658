package dev.touchstone.recipes.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.recipes.calibration.Range;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.scenarios.QuantizedForm.ActivationType;
import dev.touchstone.scenarios.QuantizedForm.WeightType;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelsTest {

  /** Half a step, and the rounding of a 32-bit scale. */
  private static final double HALF_A_STEP = 0.5001;

  static Stream<Arguments> everyFormat() {
    Random random = new Random(21);
    return Stream.of(ActivationType.values())
        .flatMap(
            type ->
                Stream.of(true, false)
                    .flatMap(
                        symmetric ->
                            random
                                .doubles(20)
                                .mapToObj(
                                    d ->
                                        Arguments.of(
                                            type,
                                            symmetric,
                                            Range.around(
                                                -random.nextDouble() * Math.pow(10, 8 * d - 4),
                                                random.nextDouble() * Math.pow(10, 8 * d - 4))))));
  }

  private static ActivationScale scale(Levels levels, boolean symmetric, Range range) {
    return symmetric ? ActivationScale.symmetric(range, levels) : ActivationScale.of(range, levels);
  }

  private static double restored(Levels levels, ActivationScale s, double value) {
    return (levels.nearest((float) value, s.scale(), s.zeroPoint()) - s.zeroPoint())
        * (double) s.scale();
  }

  @ParameterizedTest
  @MethodSource("everyFormat")
  void restoresWhatItHoldsWithinHalfAStepAndTheRangeWithinOne(
      ActivationType type, boolean symmetric, Range range) {
    Levels levels = Levels.of(type);
    ActivationScale s = scale(levels, symmetric, range);
    double lowest = (levels.low() - s.zeroPoint()) * (double) s.scale();
    double highest = (levels.high() - s.zeroPoint()) * (double) s.scale();
    for (int i = 0; i <= 1000; i++) {
      float value = (float) (range.low() + i / 1000.0 * ((double) range.high() - range.low()));
      boolean held = value >= lowest && value <= highest;
      assertThat(restored(levels, s, value))
          .isCloseTo(value, within((held ? HALF_A_STEP : 1.001) * s.scale()));
    }
  }

  @ParameterizedTest
  @MethodSource("everyFormat")
  void keepsTheOrderAndZeroAndSaturatesOutside(
      ActivationType type, boolean symmetric, Range range) {
    Levels levels = Levels.of(type);
    ActivationScale s = scale(levels, symmetric, range);
    assertThat(restored(levels, s, 0)).isZero();
    double last = Double.NEGATIVE_INFINITY;
    for (int i = -1500; i <= 1500; i++) {
      double now = restored(levels, s, i / 1000.0 * Math.max(range.high(), -range.low()));
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
    assertThat(levels.nearest(1e30f, s.scale(), s.zeroPoint())).isEqualTo(levels.high());
    assertThat(levels.nearest(-1e30f, s.scale(), s.zeroPoint())).isEqualTo(levels.low());
  }

  @ParameterizedTest(name = "{0}, 7 bits: {1} -> {2} to {3} around {4}")
  @CsvSource({
    "S8, false, -127, 127, 0", "S8, true, -64, 64, 0",
    "U8, false, 1, 255, 128", "U8, true, 0, 128, 64",
  })
  void givesSymmetricWeightsAsManyLevelsOnEitherSide(
      WeightType type, boolean sevenBits, int low, int high, int middle) {
    Levels levels = Levels.of(type, true, sevenBits);
    assertThat(levels.low()).isEqualTo(low);
    assertThat(levels.high()).isEqualTo(high);
    assertThat(levels.middle()).isEqualTo(middle);
    for (float value = 0; value < 200; value += 0.25f) {
      assertThat(levels.nearest(value, 1, middle) - middle)
          .isEqualTo(middle - levels.nearest(-value, 1, middle));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void neverOverflowsTheSixteenBitSumOfTwoProductsWithSevenBits(boolean symmetric) {
    Levels levels = Levels.of(WeightType.S8, symmetric, true);
    assertThat(2 * 255 * levels.high()).isLessThanOrEqualTo(Short.MAX_VALUE);
    assertThat(2 * 255 * levels.low()).isGreaterThanOrEqualTo(Short.MIN_VALUE);
  }

  @Test
  void roundsARunAsItRoundsEachNumber() {
    Levels levels = new Levels(OnnxType.INT8, -127, 127);
    Random random = new Random(3);
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * 80;
    }
    byte[] rounded = new byte[values.length];
    levels.round(values, 0.75f, 0, rounded, 10, 990);
    for (int i = 0; i < values.length; i++) {
      boolean inside = i >= 10 && i < 990;
      assertThat((int) rounded[i]).isEqualTo(inside ? levels.nearest(values[i], 0.75f, 0) : 0);
    }
  }
}

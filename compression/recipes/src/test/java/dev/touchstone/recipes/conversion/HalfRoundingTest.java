package dev.touchstone.recipes.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.OnnxType;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rounding to 16 bits, against a search through all numbers that 16 bits have. */
class HalfRoundingTest {

  /** Sign, exponent and fraction by the definition of the formats, without tricks. */
  private static double value(OnnxType type, int bits) {
    int fractionBits = type == OnnxType.FLOAT16 ? 10 : 7;
    int bias = type == OnnxType.FLOAT16 ? 15 : 127;
    int exponent = (bits & 0x7FFF) >> fractionBits;
    double fraction = (bits & ((1 << fractionBits) - 1)) / (double) (1 << fractionBits);
    double magnitude =
        exponent == 0 ? Math.scalb(fraction, 1 - bias) : Math.scalb(1 + fraction, exponent - bias);
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }

  /** The nearest number, the even one of two that are equally near. */
  private static double nearest(OnnxType type, float x) {
    int infinity = type == OnnxType.FLOAT16 ? 0x7C00 : 0x7F80;
    int sign = x < 0 ? 0x8000 : 0;
    int low = 0;
    int high = infinity;
    while (high - low > 1) { // magnitudes grow with their bits
      int middle = (low + high) / 2;
      if (Math.abs(value(type, middle)) <= Math.abs((double) x)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double below = Math.abs((double) x) - value(type, low);
    double above = value(type, high) - Math.abs((double) x);
    int chosen = below < above || (below == above && low % 2 == 0) ? low : high;
    double magnitude = chosen == infinity ? Double.POSITIVE_INFINITY : value(type, chosen);
    return sign == 0 ? magnitude : -magnitude;
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void isToTheNearestAndHalvesToEven(OnnxType type) {
    Random random = new Random(16);
    float[] values = new float[40_000];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (i % 4) {
            case 0 -> Float.intBitsToFloat(random.nextInt(0x7F80_0000)); // every magnitude
            case 1 -> (float) random.nextGaussian();
            case 2 -> (float) value(type, random.nextInt(0x7C00)); // exactly one of them
            default -> { // exactly between two
              int bits = random.nextInt(type == OnnxType.FLOAT16 ? 0x7BFF : 0x7F7F);
              yield (float) -((value(type, bits) + value(type, bits + 1)) / 2);
            }
          };
    }
    float[] rounded = Constant.reals("x", type, new long[] {values.length}, values).toFloats();
    for (int i = 0; i < values.length; i++) {
      assertThat((double) rounded[i]).as("%s", values[i]).isEqualTo(nearest(type, values[i]));
    }
  }
}

package dev.touchstone.recipes.conversion;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.OnnxType;

/** What becomes of 32-bit floats when they are rounded to 16 bits, halves to even. */
final class HalfWeights {

  /** The largest finite number of IEEE half precision; from 65520 on, rounding gives infinity. */
  static final float LARGEST_HALF = 65_504;

  /** The largest finite bfloat16. */
  private static final float LARGEST_BRAIN = Float.intBitsToFloat(0x7F7F_0000);

  private HalfWeights() {}

  /** Whether a finite number would become infinite. */
  static boolean overflows(Constant weights, OnnxType half) {
    float largest = half == OnnxType.FLOAT16 ? LARGEST_HALF : LARGEST_BRAIN;
    for (float value : weights.toFloats()) {
      if (Math.abs(value) > largest && Float.isFinite(value)) {
        return true;
      }
    }
    return false;
  }

  /** The numbers in 16 bits. */
  static Constant rounded(Constant weights, String name, OnnxType half) {
    return Constant.reals(name, half, weights.shape(), weights.toFloats());
  }

  /** How many numbers other than 0 become 0. */
  static long vanishing(Constant weights, Constant rounded) {
    float[] before = weights.toFloats();
    float[] after = rounded.toFloats();
    long count = 0;
    for (int i = 0; i < before.length; i++) {
      count += before[i] != 0 && after[i] == 0 ? 1 : 0;
    }
    return count;
  }
}

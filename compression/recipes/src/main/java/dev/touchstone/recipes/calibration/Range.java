package dev.touchstone.recipes.calibration;

/**
 * Smallest and largest value that a quantized tensor has to hold; always includes 0, so that zero
 * padding and the output of a Relu are exact (ONNX QuantizeLinear needs a representable zero).
 *
 * @param low at most 0
 * @param high at least 0
 */
public record Range(float low, float high) {

  /** Rejects a range without 0, and NaN or infinity. */
  public Range {
    if (!(low <= 0 && high >= 0) || Float.isInfinite(low) || Float.isInfinite(high)) {
      throw new IllegalArgumentException(
          "a range is finite and includes 0, was [" + low + ", " + high + "]");
    }
    low += 0f; // makes -0 an ordinary 0
    high += 0f;
  }

  /** The smallest range that holds 0 and both numbers. */
  public static Range around(double low, double high) {
    return new Range((float) Math.min(low, 0), (float) Math.max(high, 0));
  }
}

package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.calibration.Range;

/**
 * Scale and zero point of an unsigned 8-bit activation: {@code real = (q − zeroPoint) · scale}.
 *
 * @param scale positive and normal
 * @param zeroPoint from 0 to 255
 */
record ActivationScale(float scale, int zeroPoint) {

  private static final int LEVELS = 255;

  /**
   * The scale that spreads a range over all levels, with the zero point rounded half to even, as
   * ONNX QuantizeLinear rounds.
   */
  static ActivationScale of(Range range) {
    float scale = (float) (((double) range.high() - range.low()) / LEVELS);
    if (scale < Float.MIN_NORMAL) {
      return new ActivationScale(1, 0); // a tensor that was always 0
    }
    long zeroPoint = Math.round(Math.rint(-range.low() / (double) scale));
    return new ActivationScale(scale, (int) Math.max(0, Math.min(LEVELS, zeroPoint)));
  }
}

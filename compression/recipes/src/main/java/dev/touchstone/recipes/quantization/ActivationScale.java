package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.calibration.Range;

/**
 * Scale and zero point of an activation: {@code real = (q − zeroPoint) · scale}.
 *
 * @param scale positive and normal
 * @param zeroPoint one of the levels
 */
record ActivationScale(float scale, int zeroPoint) {

  /**
   * The scale that spreads a range over all levels, with the zero point rounded half to even, as
   * ONNX QuantizeLinear rounds.
   */
  static ActivationScale of(Range range, Levels levels) {
    float scale = (float) (((double) range.high() - range.low()) / levels.steps());
    if (scale < Float.MIN_NORMAL) {
      return new ActivationScale(1, levels.low()); // a tensor that was always 0
    }
    double zeroPoint = levels.low() + Math.rint(-range.low() / (double) scale);
    return new ActivationScale(
        scale, (int) Math.max(levels.low(), Math.min(levels.high(), zeroPoint)));
  }

  /** The scale whose zero point is the middle level. */
  static ActivationScale symmetric(Range range, Levels levels) {
    double magnitude = Math.max(-(double) range.low(), range.high());
    float scale = (float) (magnitude / (levels.high() - levels.middle()));
    return new ActivationScale(scale < Float.MIN_NORMAL ? 1 : scale, levels.middle());
  }
}

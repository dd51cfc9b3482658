package dev.touchstone.recipes.anatomy;

import dev.touchstone.recipes.onnx.OnnxModel;
import java.util.Locale;

/**
 * What a model holds and computes, in two numbers.
 *
 * @param parameters learned numbers, as {@link Weights#parameters} counts them
 * @param macs multiply-accumulate operations of one run, as {@link Anatomy#macs()} counts them
 */
public record Cost(long parameters, long macs) {

  /**
   * Counts them.
   *
   * @throws dev.touchstone.recipes.onnx.UnusableModelException as {@link Anatomy#of(OnnxModel)}
   */
  public static Cost of(OnnxModel model) {
    Anatomy anatomy = Anatomy.of(model);
    return new Cost(anatomy.weights().parameters(), anatomy.macs());
  }

  /** Such as {@code 389563 parameters, 14.3 M MACs}. */
  @Override
  public String toString() {
    return parameters + " parameters, " + rounded(macs) + " MACs";
  }

  private static String rounded(long number) {
    return number < 1_000_000
        ? String.format(Locale.ROOT, "%.1f k", number / 1e3)
        : String.format(Locale.ROOT, "%.1f M", number / 1e6);
  }
}

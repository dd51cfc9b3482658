package dev.touchstone.recipes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether calibration samples are enough, and all different. */
final class CalibrationCount {

  /**
   * Fewer are too few: TensorFlow Lite, <i>Post-training quantization</i>, asks for 100 to 500
   * representative samples.
   */
  private static final int ENOUGH = 100;

  private CalibrationCount() {}

  /** One sentence for each finding. */
  static List<String> remarks(int samples, int repeated) {
    List<String> remarks = new ArrayList<>();
    if (samples < ENOUGH) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "**Too few**: of samples like these one in %d goes beyond the largest value seen of a"
                  + " tensor; use at least %d.",
              samples + 1,
              ENOUGH));
    }
    remarks.add(
        repeated == 0
            ? "No two are equal."
            : String.format(
                Locale.ROOT,
                "**%d %s to one before**, and %s nothing.",
                repeated,
                repeated == 1 ? "is equal" : "are equal",
                repeated == 1 ? "adds" : "add"));
    return remarks;
  }
}

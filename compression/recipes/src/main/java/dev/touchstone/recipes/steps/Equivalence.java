package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Difference;
import dev.touchstone.recipes.runtime.ModelInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The proof of a step that must not change what a model computes: the model before and after on
 * made-up inputs, and on calibration samples where there are any. A step that fails it is undone.
 */
final class Equivalence {

  private static final int MADE_UP = 4;
  private static final int CALIBRATION = 8;
  private static final long SEED = 20240229;

  private final double bound;

  /**
   * A proof.
   *
   * @param bound on the largest difference of an output, as a fraction of its largest magnitude
   */
  Equivalence(double bound) {
    this.bound = bound;
  }

  /** The step's outcome with what was found in its notes, or the model before and the reason. */
  StepOutcome judge(OnnxModel before, StepOutcome outcome, Workbench bench) {
    if (outcome.model().proto().equals(before.proto())) {
      return new StepOutcome(before, with(outcome.notes(), "nothing to change"));
    }
    try {
      Optional<Double> largest = largest(before, outcome.model(), bench);
      if (largest.isEmpty()) {
        return with(outcome, "not compared: the model runs on no made-up inputs");
      }
      if (largest.get() <= bound) {
        return with(outcome, text("outputs differ by at most %.1e of the largest", largest.get()));
      }
      return undone(
          before,
          text(
              "outputs would differ by %.1e of the largest; %.0e is allowed",
              largest.get(), bound));
    } catch (UnusableModelException e) {
      return undone(before, String.valueOf(e.getMessage()));
    }
  }

  private Optional<Double> largest(OnnxModel before, OnnxModel after, Workbench bench) {
    List<ModelInputs> inputs = new ArrayList<>();
    bench.samples().ifPresent(s -> inputs.add(s.first(CALIBRATION)));
    ModelInputs.random(before, MADE_UP, SEED).ifPresent(inputs::add);
    return inputs.isEmpty()
        ? Optional.empty()
        : Difference.between(before, after, inputs).map(Difference::largest);
  }

  private static StepOutcome undone(OnnxModel before, String reason) {
    return new StepOutcome(before, List.of("left the model as it was: " + reason));
  }

  private static StepOutcome with(StepOutcome outcome, String note) {
    return new StepOutcome(outcome.model(), with(outcome.notes(), note), outcome.appendices());
  }

  private static List<String> with(List<String> notes, String note) {
    List<String> longer = new ArrayList<>(notes);
    longer.add(note);
    return longer;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

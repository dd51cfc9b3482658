package dev.touchstone.recipes.steps;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.recovery.BiasCorrection;
import dev.touchstone.recipes.recovery.Equalization;
import dev.touchstone.recipes.recovery.ExpectedMeans;
import dev.touchstone.recipes.recovery.Reconstruction;
import dev.touchstone.recipes.recovery.Smoothing;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.SignalToNoise;
import dev.touchstone.scenarios.CorrectBias;
import dev.touchstone.scenarios.Equalize;
import dev.touchstone.scenarios.RoundWeights;
import dev.touchstone.scenarios.SmoothQuant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Wins back accuracy: before quantization in floats, and behind it by comparing with the floats.
 */
final class Recover {

  /** Enough samples to tell whether a step did good. */
  private static final int COMPARED_SAMPLES = 128;

  private Recover() {}

  /**
   * Keeps what a step did only if the outputs came nearer to those of the floats. A layer can be
   * reproduced better and the network worse, as errors of layers also cancel.
   */
  private static OnnxModel better(
      Workbench bench, OnnxModel before, OnnxModel after, List<String> notes) {
    if (bench.samples().isEmpty()) {
      return after;
    }
    double was = distance(bench, before);
    double is = distance(bench, after);
    String what =
        is < was
            ? "left as before, as output SNR against the floats would go"
            : "output SNR against the floats went";
    notes.add(String.format(Locale.ROOT, "%s from %.1f to %.1f dB", what, was, is));
    return is < was ? before : after;
  }

  private static double distance(Workbench bench, OnnxModel model) {
    return SignalToNoise.between(
        bench.floats(),
        Optimization.ALL,
        model,
        Optimization.ALL,
        bench.calibration().first(COMPARED_SAMPLES));
  }

  /** Carries {@code equalize} out. */
  record Equalizing(Equalize step) implements StepWork {

    @Override
    public String name() {
      return "equalize";
    }

    @Override
    public StepOutcome apply(OnnxModel model, Workbench bench) {
      List<String> notes = new ArrayList<>();
      return new StepOutcome(Equalization.apply(Fold.apply(model).model(), step, notes), notes);
    }
  }

  /** Carries {@code smooth-quant} out. */
  record SmoothingOutliers(SmoothQuant step) implements StepWork {

    @Override
    public String name() {
      return "smooth-quant";
    }

    @Override
    public boolean calibrates() {
      return true;
    }

    @Override
    public StepOutcome apply(OnnxModel model, Workbench bench) {
      List<String> notes = new ArrayList<>();
      OnnxModel folded = Fold.apply(model).model();
      OnnxModel smooth =
          Smoothing.apply(folded, step, bench.calibration(), bench.progress(), notes);
      return new StepOutcome(smooth, notes);
    }
  }

  /** Carries {@code round} out. */
  record RoundingWeights(RoundWeights step) implements StepWork {

    @Override
    public String name() {
      return "round";
    }

    @Override
    public boolean calibrates() {
      return true;
    }

    @Override
    public StepOutcome apply(OnnxModel model, Workbench bench) {
      List<String> notes = new ArrayList<>();
      OnnxModel rounded =
          new Reconstruction(step, bench.calibration(), bench.progress())
              .apply(model, Quantize.floatForm(bench.floats()), notes);
      return new StepOutcome(better(bench, model, rounded, notes), notes);
    }
  }

  /** Carries {@code correct-bias} out. */
  record CorrectingBiases(CorrectBias step) implements StepWork {

    @Override
    public String name() {
      return "correct-bias";
    }

    @Override
    public boolean calibrates() {
      return step.method() == CorrectBias.Method.EMPIRICAL;
    }

    @Override
    public StepOutcome apply(OnnxModel model, Workbench bench) {
      List<String> notes = new ArrayList<>();
      OnnxModel floats = Quantize.floatForm(bench.floats());
      BiasCorrection correction = new BiasCorrection(step, notes);
      OnnxModel corrected =
          calibrates()
              ? correction.empirical(
                  model, floats, bench.calibration().first(step.samples()), bench.progress())
              : correction.analytic(model, floats, expected(bench, floats));
      return new StepOutcome(better(bench, model, corrected, notes), notes);
    }

    private static ExpectedMeans expected(Workbench bench, OnnxModel floats) {
      OnnxModel reference = bench.originals().reference().orElse(floats);
      return ExpectedMeans.of(reference, Fold.apply(reference).model(), floats);
    }
  }
}

package dev.touchstone.recipes;

import dev.touchstone.recipes.Lineage.StepRecord;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.runtime.SignalToNoise;
import dev.touchstone.recipes.steps.Appendix;
import dev.touchstone.recipes.steps.StepOutcome;
import dev.touchstone.recipes.steps.StepWork;
import dev.touchstone.recipes.steps.TargetCpu;
import dev.touchstone.recipes.steps.Workbench;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries a recipe out, step by step, and checks what comes out. */
final class RecipeRun {

  /** Enough samples to tell noise of a step within a decibel or so. */
  private static final int COMPARED_SAMPLES = 32;

  private static final int MADE_UP_SAMPLES = 4;

  /**
   * Full optimization and none differ by the rounding of integer kernels, at 50 dB and above; a
   * fusion that computes something else is near or below 0 dB.
   */
  private static final double LEAST_AGREEMENT_DB = 20;

  private static final long SEED = 20240229;

  private final Recipe recipe;
  private final Optional<CalibrationSamples> calibration;
  private final TargetCpu target;
  private final Progress progress;

  RecipeRun(
      Recipe recipe,
      Optional<CalibrationSamples> calibration,
      TargetCpu target,
      Progress progress) {
    this.recipe = recipe;
    this.calibration = calibration;
    this.target = target;
    this.progress = progress;
  }

  ArtifactCache.Made on(OnnxModel reference, Lineage begun) {
    requireAccepted("read", reference);
    Optional<ModelInputs> samples = at("calibration data", () -> samples(reference));
    OnnxModel model = reference;
    Workbench bench = new Workbench(samples, target, progress);
    List<StepRecord> records = new ArrayList<>();
    List<Appendix> appendices = new ArrayList<>();
    for (int i = 0; i < recipe.steps().size(); i++) {
      StepWork work = StepWork.of(recipe.steps().get(i));
      progress.at("compressing " + recipe.name(), i, recipe.steps().size());
      OnnxModel before = model;
      StepOutcome outcome = at(work.name(), () -> work.apply(before, bench));
      model = outcome.model();
      records.add(record(work.name(), before, outcome, samples));
      appendices.addAll(outcome.appendices());
    }
    progress.at("compressing " + recipe.name(), recipe.steps().size(), recipe.steps().size());
    OnnxModel made = model;
    Optional<String> note = at("check", () -> check(made, samples));
    note.ifPresent(n -> amendLast(records, n));
    return new ArtifactCache.Made(
        made,
        new Lineage(
            begun.referenceSha256(),
            begun.referenceBytes(),
            begun.recipe(),
            begun.calibrationSha256(),
            begun.calibrationSamples(),
            begun.tools(),
            records),
        appendices);
  }

  private static void requireAccepted(String step, OnnxModel model) {
    at(
        step,
        () -> {
          new Session(model, Optimization.ALL).close();
          return true;
        });
  }

  private Optional<ModelInputs> samples(OnnxModel reference) {
    return calibration.map(c -> ModelInputs.of(reference, c.data(), c.samples()));
  }

  private static StepRecord record(
      String step, OnnxModel before, StepOutcome outcome, Optional<ModelInputs> samples) {
    OnnxModel after = outcome.model();
    requireAccepted(step, after);
    Optional<Double> decibels =
        samples.map(
            s ->
                SignalToNoise.between(
                    before, Optimization.ALL, after, Optimization.ALL, s.first(COMPARED_SAMPLES)));
    return new StepRecord(
        step,
        before.graph().nodes().size(),
        after.graph().nodes().size(),
        before.bytes(),
        after.bytes(),
        decibels,
        String.join("; ", outcome.notes()));
  }

  /** Compares full optimization with none; gives a note if that was not possible. */
  private static Optional<String> check(OnnxModel model, Optional<ModelInputs> samples) {
    Optional<ModelInputs> inputs =
        samples
            .map(s -> s.first(COMPARED_SAMPLES))
            .or(() -> ModelInputs.random(model, MADE_UP_SAMPLES, SEED));
    if (inputs.isEmpty()) {
      return Optional.of("not checked against optimization: no samples, and none can be made up");
    }
    double decibels;
    try {
      decibels =
          SignalToNoise.between(model, Optimization.NONE, model, Optimization.ALL, inputs.get());
    } catch (UnusableModelException e) {
      if (samples.isPresent()) {
        throw e;
      }
      return Optional.of("not checked against optimization: it does not run on made-up inputs");
    }
    if (decibels < LEAST_AGREEMENT_DB) {
      throw new UnusableModelException(
          "ONNX Runtime's outputs at full optimization are only %.1f dB from those without; at least %.0f dB are needed"
              .formatted(decibels, LEAST_AGREEMENT_DB));
    }
    return Optional.empty();
  }

  private static void amendLast(List<StepRecord> records, String note) {
    StepRecord last = records.remove(records.size() - 1);
    String joined = last.note().isEmpty() ? note : last.note() + "; " + note;
    records.add(
        new StepRecord(
            last.step(),
            last.nodesBefore(),
            last.nodesAfter(),
            last.bytesBefore(),
            last.bytesAfter(),
            last.outputSignalToNoiseDb(),
            joined));
  }

  private static <T> T at(String step, java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (UnusableModelException e) {
      throw new CompressionException(step, String.valueOf(e.getMessage()));
    }
  }
}

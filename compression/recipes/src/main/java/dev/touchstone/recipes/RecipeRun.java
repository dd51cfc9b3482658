package dev.touchstone.recipes;

import dev.touchstone.recipes.Lineage.StepRecord;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.recipes.runtime.SignalToNoise;
import dev.touchstone.recipes.runtime.ValueType;
import dev.touchstone.recipes.steps.Appendix;
import dev.touchstone.recipes.steps.StepOutcome;
import dev.touchstone.recipes.steps.StepWork;
import dev.touchstone.recipes.steps.TargetCpu;
import dev.touchstone.recipes.steps.Workbench;
import dev.touchstone.recipes.steps.Workbench.Originals;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.RecipeWriter;
import dev.touchstone.scenarios.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries a recipe out, step by step, and checks what comes out. */
final class RecipeRun {

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
    try (Latest latest = new Latest(loaded("read", reference))) {
      return on(reference, begun, latest);
    }
  }

  private ArtifactCache.Made on(OnnxModel reference, Lineage begun, Latest latest) {
    Optional<ModelInputs> samples = at("calibration data", () -> samples(latest.session.inputs()));
    OnnxModel model = reference;
    Workbench bench =
        new Workbench(
            samples,
            target,
            progress,
            calibration.map(CalibrationSamples::data),
            new Originals(Optional.of(reference), Optional.empty()));
    List<Step> resolved = new ArrayList<>();
    List<StepRecord> records = new ArrayList<>();
    List<Appendix> appendices = new ArrayList<>();
    for (int i = 0; i < recipe.steps().size(); i++) {
      StepWork work = StepWork.of(recipe.steps().get(i));
      progress.at("compressing " + recipe.name(), i, recipe.steps().size());
      OnnxModel before = model;
      Workbench current = bench;
      StepOutcome outcome = at(work.name(), () -> work.apply(before, current));
      bench = work.quantizes().isPresent() ? bench.quantized(before) : bench;
      resolved.addAll(outcome.found().isEmpty() ? List.of(recipe.steps().get(i)) : outcome.found());
      model = outcome.model();
      records.add(record(work.name(), before, outcome, samples, latest));
      appendices.addAll(outcome.appendices());
    }
    progress.at("compressing " + recipe.name(), recipe.steps().size(), recipe.steps().size());
    if (!resolved.equals(recipe.steps())) {
      String yaml = RecipeWriter.yaml(new Recipe(recipe.name(), resolved));
      appendices.add(new Appendix("recipe.yaml", yaml));
    }
    OnnxModel made = model;
    Standing standing =
        at("check", () -> new StandingCheck(reference, made, progress).run(samples));
    if (standing.source() == Standing.Source.NONE) {
      amendLast(records, "not run on samples: there are none, and it runs on no made-up ones");
    }
    Lineage lineage =
        new Lineage(
            begun.referenceSha256(),
            begun.referenceBytes(),
            begun.recipe(),
            begun.calibrationSha256(),
            begun.calibrationSamples(),
            begun.tools(),
            records);
    CardContent.Making making =
        new CardContent.Making(
            recipe, lineage, standing, appendices.stream().map(Appendix::name).toList());
    CardContent card = at("card", () -> CardContent.of(making, reference, made));
    return new ArtifactCache.Made(made, lineage, appendices, card);
  }

  /** The model that a recipe has at the moment, as ONNX Runtime accepted it. */
  private static final class Latest implements AutoCloseable {

    private Session session;

    Latest(Session session) {
      this.session = session;
    }

    /** Gives the one before. */
    Session replace(Session next) {
      Session before = session;
      session = next;
      return before;
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private static Session loaded(String step, OnnxModel model) {
    return at(step, () -> new Session(model, Optimization.ALL));
  }

  private Optional<ModelInputs> samples(Map<String, ValueType> inputs) {
    return calibration.map(c -> ModelInputs.of(inputs, c.data(), c.samples()));
  }

  private static StepRecord record(
      String step,
      OnnxModel before,
      StepOutcome outcome,
      Optional<ModelInputs> samples,
      Latest latest) {
    OnnxModel after = outcome.model();
    Optional<Double> decibels;
    try (Session previous = latest.replace(loaded(step, after))) {
      decibels = at(step, () -> samples.map(s -> decibels(previous, latest.session, s)));
    }
    return new StepRecord(
        step,
        before.graph().nodes().size(),
        after.graph().nodes().size(),
        before.bytes(),
        after.bytes(),
        decibels,
        String.join("; ", outcome.notes()));
  }

  private static double decibels(Session before, Session after, ModelInputs samples) {
    return SignalToNoise.between(before, after, samples.first(StandingCheck.COMPARED_SAMPLES));
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

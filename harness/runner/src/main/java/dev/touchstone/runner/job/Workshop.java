package dev.touchstone.runner.job;

import dev.touchstone.recipes.CalibrationSamples;
import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.Compressor;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.review.CalibrationReview;
import dev.touchstone.runner.process.WorkerInstallation;
import dev.touchstone.runner.system.CpuFeatures;
import dev.touchstone.scenarios.CalibrationSet;
import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.data.DataManifest;
import dev.touchstone.scenarios.data.Datasets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where recipes are carried out; candidates are kept in the user's cache. */
public final class Workshop {

  private final Compressor compressor;
  private final Progress progress;
  private final Map<Path, Optional<CalibrationReview>> reviews = new HashMap<>();

  public Workshop(Compressor compressor, Progress progress) {
    this.compressor = compressor;
    this.progress = progress;
  }

  /** Where the user's cache is. */
  public static Workshop in(Folders folders, Progress progress) {
    WorkerInstallation.shareNatives(folders.cache().resolve("runtime"));
    return new Workshop(
        new Compressor(folders.cache().resolve("candidates"), ToolVersion.number()), progress);
  }

  /**
   * What the calibration data of a scenario is worth for its evaluation data; the same for all
   * recipes, so it is found out once.
   *
   * @return empty if the recipe does not calibrate, or there is nothing to hold it against
   */
  public Optional<CalibrationReview> review(Recipe recipe, Scenario scenario) {
    if (!Compressor.needsCalibration(recipe)
        || scenario.calibration().isEmpty()
        || scenario.evaluation().isEmpty()) {
      return Optional.empty();
    }
    Set<String> judged = new LinkedHashSet<>();
    scenario.requirements().forEach(r -> r.forEach().ifPresent(judged::add));
    return reviews.computeIfAbsent(
        scenario.reference(),
        model -> review(model, scenario.calibration().get(), scenario.evaluation().get(), judged));
  }

  /** Holds calibration data against evaluation data; empty if the model cannot run on either. */
  public Optional<CalibrationReview> review(
      Path model, CalibrationSet calibration, DataManifest evaluation, Set<String> judged) {
    try {
      return Optional.of(
          CalibrationReview.of(
              OnnxModel.read(model),
              Datasets.open(calibration.manifest()),
              calibration.samples(),
              Datasets.open(evaluation),
              judged,
              progress));
    } catch (UnusableModelException e) {
      progress.says(
          "reviewing calibration data", "calibration data was not reviewed: " + e.getMessage());
      return Optional.empty();
    }
  }

  public Candidate compress(
      Path model, Recipe recipe, Optional<CalibrationSet> calibration, HardwareProfile profile) {
    Optional<CalibrationSamples> samples =
        calibration.map(c -> new CalibrationSamples(Datasets.open(c.manifest()), c.samples()));
    Candidate candidate = compressor.compress(model, recipe, samples, features(profile), progress);
    if (candidate.cached()) {
      progress.at("found " + recipe.name() + " in the cache", 1, 1);
    }
    return candidate;
  }

  /**
   * What the target's CPU can do: as the profile says, or as this machine has it if it may be this
   * one.
   */
  public static Set<String> features(HardwareProfile profile) {
    boolean another = !profile.cpuFeatures().isEmpty() || profile.architecture().isPresent();
    return another ? profile.cpuFeatures() : CpuFeatures.detect(Path.of("/"));
  }
}

package dev.touchstone.cli;

import dev.touchstone.recipes.CalibrationSamples;
import dev.touchstone.recipes.Candidate;
import dev.touchstone.recipes.Compressor;
import dev.touchstone.runner.system.CpuFeatures;
import dev.touchstone.scenarios.CalibrationSet;
import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.data.Datasets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where recipes are carried out.
 *
 * @param compressor keeps its candidates in the user's cache
 * @param progress hears how far a recipe has come
 */
record Workshop(Compressor compressor, Progress progress) {

  static Workshop in(Folders folders, Progress progress) {
    return new Workshop(
        new Compressor(folders.cache().resolve("candidates"), Version.number()), progress);
  }

  Candidate compress(
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
  private static Set<String> features(HardwareProfile profile) {
    boolean another = !profile.cpuFeatures().isEmpty() || profile.architecture().isPresent();
    return another ? profile.cpuFeatures() : CpuFeatures.detect(Path.of("/"));
  }
}

package dev.touchstone.recipes;

import ai.onnxruntime.OrtEnvironment;
import dev.touchstone.recipes.onnx.ModelFiles;
import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.steps.StepWork;
import dev.touchstone.recipes.steps.TargetCpu;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Recipe;
import dev.touchstone.scenarios.RecipeWriter;
import dev.touchstone.scenarios.Step;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Makes candidates from a reference model, and keeps them: the same reference, recipe, calibration
 * data, target and versions give the same file without work.
 *
 * <pre>{@code
 * Compressor compressor = new Compressor(Path.of(".touchstone/cache"), "0.1.0");
 * Candidate candidate =
 *     compressor.compress(
 *         Path.of("model.onnx"),
 *         recipe,
 *         Optional.of(new CalibrationSamples(dataset, 300)),
 *         Set.of(),
 *         Progress.NONE);
 * }</pre>
 *
 * Thread-safe; several processes may share a cache.
 */
public final class Compressor {

  private final ArtifactCache cache;
  private final String toolVersion;

  /**
   * Uses a cache.
   *
   * @param cacheFolder is created when needed
   * @param toolVersion of Touchstone; another version makes its candidates anew
   */
  public Compressor(Path cacheFolder, String toolVersion) {
    this.cache = new ArtifactCache(cacheFolder);
    this.toolVersion = toolVersion;
  }

  /**
   * Carries out a recipe, or finds what it made before.
   *
   * @param calibration samples that steps may look at; {@code quantize static} needs them
   * @param cpuFeatures of the target, in the spelling of {@code /proc/cpuinfo}; empty if not
   *     stated. They decide {@code reduce-range: auto}: weights keep to 7 bits on x86 without
   *     {@code avx512_vnni}, {@code avx_vnni} and {@code amx_int8}
   * @throws CompressionException if the model or the recipe cannot be used
   * @throws UncheckedIOException if a file cannot be read or written
   */
  public Candidate compress(
      Path reference,
      Recipe recipe,
      Optional<CalibrationSamples> calibration,
      Set<String> cpuFeatures,
      Progress progress) {
    CompletableFuture<Void> loading = loadRuntime();
    TargetCpu target = new TargetCpu(cpuFeatures);
    Optional<CalibrationSamples> used = needsCalibration(recipe) ? calibration : Optional.empty();
    try {
      Lineage begun = begin(ModelFiles.of(reference), recipe, used);
      String key = key(begun, recipe, target);
      return cache.get(
          recipe.name(),
          key,
          () -> new RecipeRun(recipe, used, target, progress).on(OnnxModel.read(reference), begun));
    } catch (UnusableModelException e) {
      throw new CompressionException("read", String.valueOf(e.getMessage()));
    } finally {
      loading.join(); // a process that ends meanwhile could crash
    }
  }

  /** Loading takes a tenth of a second, in which files can be read and hashed. */
  private static CompletableFuture<Void> loadRuntime() {
    return CompletableFuture.runAsync(OrtEnvironment::getEnvironment);
  }

  /** Whether a recipe has a step that looks at calibration samples. */
  public static boolean needsCalibration(Recipe recipe) {
    return recipe.steps().stream().map(StepWork::of).anyMatch(StepWork::calibrates);
  }

  private Lineage begin(ModelFiles files, Recipe recipe, Optional<CalibrationSamples> used) {
    return new Lineage(
        files.sha256(),
        files.bytes(),
        RecipeWriter.yaml(recipe),
        used.map(c -> c.data().fingerprint(c.samples())),
        used.map(CalibrationSamples::count).orElse(0),
        Map.of(
            "touchstone", toolVersion, "onnxruntime", OrtEnvironment.getEnvironment().getVersion()),
        List.of());
  }

  private static String key(Lineage begun, Recipe recipe, TargetCpu target) {
    StringBuilder text = new StringBuilder();
    text.append(begun.referenceSha256()).append('\n').append(begun.recipe());
    for (Step step : recipe.steps()) {
      text.append(StepWork.of(step).targetDecides(target)).append('\n');
    }
    text.append(begun.calibrationSha256()).append(begun.calibrationSamples()).append('\n');
    new java.util.TreeMap<>(begun.tools())
        .forEach((tool, version) -> text.append(tool).append(' ').append(version).append('\n'));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package dev.touchstone.recipes.review;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.recipes.runtime.Fingerprints;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.data.Dataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Whether calibration samples are like the samples that a model is judged on: ranges of
 * activations, slices, and samples that are in both.
 *
 * @param calibrationSamples how many are used
 * @param evaluationSamples how many were looked at, spread evenly over the data
 * @param slices every slice of the evaluation data that the calibration data can be held against
 * @param unknownColumns slice columns of the evaluation data that the calibration data does not
 *     have, so that nothing can be said of them; {@code class} if it has no labels
 * @param judgedColumns slice columns that a requirement asks for
 * @param repeated calibration samples that are equal to one before
 * @param shared evaluation samples, of those looked at, that are calibration samples too
 * @param tensors what the reference's products read and give, those with most outside first
 */
public record CalibrationReview(
    int calibrationSamples,
    int evaluationSamples,
    List<SliceCount> slices,
    List<String> unknownColumns,
    List<String> judgedColumns,
    int repeated,
    int shared,
    List<TensorCoverage> tensors) {

  /** More evaluation samples are not looked at: the time is not worth it. */
  static final int MOST_EVALUATION = 256;

  /** All tensors together are called different though they are alike this often at most. */
  static final double LEVEL = 0.01;

  /** Copies the lists. */
  public CalibrationReview {
    slices = List.copyOf(slices);
    unknownColumns = List.copyOf(unknownColumns);
    judgedColumns = List.copyOf(judgedColumns);
    tensors = List.copyOf(tensors);
  }

  /**
   * Looks at both.
   *
   * @param reference whose activations are compared
   * @param samples how many calibration samples are used, from the first on
   * @param judged slice columns that requirements name
   * @throws UnusableModelException if either data set does not fill the model's inputs, or it
   *     cannot run
   */
  public static CalibrationReview of(
      OnnxModel reference,
      Dataset calibration,
      int samples,
      Dataset evaluation,
      Set<String> judged,
      Progress progress) {
    ModelInputs known = ModelInputs.of(reference, calibration, samples);
    ModelInputs all = ModelInputs.of(reference, evaluation, evaluation.size());
    int looked = Math.min(MOST_EVALUATION, all.count());
    Fingerprints fingerprints = new Fingerprints();
    int shared = 0;
    List<TensorCoverage> tensors;
    try (Coverage coverage = new Coverage(reference)) {
      for (int i = 0; i < known.count(); i++) {
        progress.at("reviewing calibration data", i, known.count() + looked);
        var inputs = known.get(i);
        fingerprints.add(inputs);
        coverage.calibrate(inputs);
      }
      for (int i = 0; i < looked; i++) {
        progress.at("reviewing calibration data", known.count() + i, known.count() + looked);
        var inputs = all.get((int) ((long) i * all.count() / looked));
        shared += fingerprints.contains(inputs) ? 1 : 0;
        coverage.evaluate(inputs);
      }
      tensors = coverage.tensors(known.count(), looked);
    }
    progress.at("reviewing calibration data", known.count() + looked, known.count() + looked);
    Slices slices = Slices.of(calibration, known.count(), evaluation, judged);
    return new CalibrationReview(
        known.count(),
        looked,
        slices.counts(),
        slices.unknown(),
        judged.stream().sorted().toList(),
        fingerprints.repeated(),
        shared,
        tensors);
  }

  /** Slices that a requirement asks for and that have no calibration sample. */
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    slices.stream()
        .filter(s -> s.judged() && s.calibration() == 0)
        .map(SliceCount::name)
        .forEach(gaps::add);
    unknownColumns.stream()
        .filter(judgedColumns::contains)
        .map(column -> "every " + column + ", since the calibration data does not tell it")
        .forEach(gaps::add);
    return gaps;
  }

  /**
   * Tensors that calibration samples do not represent: more evaluation samples go beyond the range
   * than chance lets them, at a level of 1 % over all tensors (Bonferroni).
   */
  public List<TensorCoverage> unlike() {
    return tensors.stream()
        .filter(t -> t.chance() * tensors.size() < LEVEL)
        .sorted(Comparator.comparingDouble(TensorCoverage::outside).reversed())
        .toList();
  }
}

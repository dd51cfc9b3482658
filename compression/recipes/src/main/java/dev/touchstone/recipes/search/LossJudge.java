package dev.touchstone.recipes.search;

import dev.touchstone.recipes.onnx.UnusableModelException;
import dev.touchstone.scenarios.SearchMixedPrecision.Judge;
import dev.touchstone.scenarios.SearchMixedPrecision.Tolerance;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.scenarios.quality.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Holds a quantized model to the limits on its loss, overall and in each slice. */
final class LossJudge {

  private final Tolerance tolerance;
  private final Judge judge;
  private final Optional<Labels.Classes> labels;
  private final Map<String, List<String>> columns;

  /**
   * Decides what a loss is.
   *
   * @param data that the samples are the first of, if it is known
   * @throws UnusableModelException if the tolerance asks for labels and there are none
   */
  LossJudge(Tolerance tolerance, Optional<Dataset> data) {
    this.tolerance = tolerance;
    this.columns = data.map(Dataset::slices).orElse(Map.of());
    this.labels =
        data.flatMap(Dataset::labels)
            .flatMap(
                l -> l instanceof Labels.Classes classes ? Optional.of(classes) : Optional.empty());
    if (tolerance.judge() == Judge.TOP1 && labels.isEmpty()) {
      throw new UnusableModelException(
          "judge-by: top1 needs class labels, and the calibration data has none; write judge-by:"
              + " agreement, or name labels in its manifest");
    }
    this.judge =
        tolerance.judge() != Judge.AUTO
            ? tolerance.judge()
            : labels.isPresent() ? Judge.TOP1 : Judge.AGREEMENT;
  }

  /**
   * The loss over all samples and in the slice that is nearest to its limit, or farthest beyond.
   *
   * @param slice name of that slice; blank if none is large enough to be judged
   */
  record Losses(double overall, String slice, double worst, boolean holds) {}

  /** What a loss is for these outputs: scores of classes are needed for answers. */
  Judge judgeOf(Comparison comparison) {
    return comparison.isScored() ? judge : Judge.ERROR;
  }

  /** Judges a model. */
  Losses judge(Comparison comparison) {
    int[] all = IntStream.range(0, comparison.samples()).toArray();
    double overall = loss(comparison, all);
    String slice = "";
    double worst = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, int[]> e : slices(comparison).entrySet()) {
      double loss = loss(comparison, e.getValue());
      if (loss > worst) {
        worst = loss;
        slice = e.getKey();
      }
    }
    boolean holds =
        overall <= tolerance.overall() && (slice.isEmpty() || worst <= tolerance.slice());
    return new Losses(overall, slice, slice.isEmpty() ? 0 : worst, holds);
  }

  /** The loss over all samples. */
  double overall(Comparison comparison) {
    return loss(comparison, IntStream.range(0, comparison.samples()).toArray());
  }

  private double loss(Comparison comparison, int[] slice) {
    return switch (judgeOf(comparison)) {
      case TOP1 -> comparison.lostRight(slice, labels(comparison.samples()));
      case ERROR -> comparison.error(slice);
      case AUTO, AGREEMENT -> comparison.disagreement(slice);
    };
  }

  private int[] labels(int samples) {
    return labels
        .map(l -> IntStream.range(0, samples).map(l::at).toArray())
        .orElse(new int[samples]);
  }

  private Map<String, int[]> slices(Comparison comparison) {
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    int samples = comparison.samples();
    if (comparison.isScored()) {
      // without labels the float model's own answers tell classes apart
      int[] classes = labels.isPresent() ? labels(samples) : comparison.floatAnswers();
      for (int i = 0; i < samples; i++) {
        members.computeIfAbsent("class " + name(classes[i]), k -> new ArrayList<>()).add(i);
      }
    }
    columns.forEach(
        (column, values) -> {
          for (int i = 0; i < Math.min(samples, values.size()); i++) {
            String name = column + " " + values.get(i);
            members.computeIfAbsent(name, k -> new ArrayList<>()).add(i);
          }
        });
    Map<String, int[]> slices = new LinkedHashMap<>();
    members.forEach(
        (name, indices) -> {
          if (indices.size() >= tolerance.leastSlice()) {
            slices.put(name, indices.stream().mapToInt(Integer::intValue).toArray());
          }
        });
    return slices;
  }

  private String name(int index) {
    return labels
        .filter(l -> index < l.names().size())
        .map(l -> l.names().get(index))
        .orElse(Integer.toString(index));
  }
}

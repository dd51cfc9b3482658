package dev.touchstone.runner;

import dev.touchstone.runner.process.Answers;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.worker.protocol.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Turns the first output of a model into predictions.
 *
 * <p>Dimensions of size 1 carry nothing, so only the number of elements counts:
 *
 * <ul>
 *   <li>as many as there are classes: one score for each class;
 *   <li>one floating-point number and two classes: the score of the second class. If every answer
 *       lies in [0, 1] it is taken as a probability, else as a logit, and becomes {@code [1 - p,
 *       p]};
 *   <li>one integer and classes: the index of the class itself;
 *   <li>one number and numeric labels, or none: a value;
 *   <li>several numbers and no labels: scores.
 * </ul>
 *
 * Not thread-safe.
 */
final class OutputDecoder {

  private final TensorSpec output;
  private final Optional<Labels> labels;
  private final int elements;
  private final List<float[]> rows = new ArrayList<>();

  OutputDecoder(TensorSpec output, Optional<Labels> labels) {
    this.output = output;
    this.labels = labels;
    this.elements = Math.toIntExact(output.bytes() / output.type().bytes());
  }

  /** Why the output cannot answer the labels; empty if it can. */
  Optional<String> misfit() {
    int classes = classes();
    boolean oneNumber = elements == 1;
    boolean fits =
        classes > 0
            ? elements == classes || (oneNumber && (classes == 2 || isInteger()))
            : oneNumber || (labels.isEmpty() && elements > 0);
    if (fits) {
      return Optional.empty();
    }
    String allowed =
        classes > 0
            ? "the data has " + classes + " classes and needs one score for each"
            : "the data has numeric labels and needs one number";
    return Optional.of(
        "output \""
            + output.name()
            + "\" has the shape "
            + output.shape()
            + " for one sample, but "
            + allowed
            + "; name the right model or labels");
  }

  private int classes() {
    return labels
        .filter(Labels.Classes.class::isInstance)
        .map(l -> ((Labels.Classes) l).names().size())
        .orElse(0);
  }

  private boolean isInteger() {
    return switch (output.type()) {
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> false;
      default -> true;
    };
  }

  /** Adds the answers of a file, in their order. */
  void add(Answers answers) {
    Predictions.Scores scores = answers.scores(0);
    for (int i = 0; i < scores.size(); i++) {
      float[] row = new float[elements];
      for (int j = 0; j < elements; j++) {
        row[j] = scores.score(i, j);
      }
      rows.add(row);
    }
  }

  /** What was added, as predictions. Only if there is no {@link #misfit}. */
  Predictions predictions() {
    int classes = classes();
    if (classes == 0 && elements == 1) {
      return new Predictions.Values(rows.stream().mapToDouble(row -> row[0]).toArray());
    }
    if (elements == 1 && classes > 1) {
      return isInteger() ? indices(classes) : twoClasses();
    }
    return scores(rows);
  }

  private Predictions twoClasses() {
    boolean probabilities = rows.stream().allMatch(row -> !(row[0] < 0 || row[0] > 1));
    List<float[]> pairs = new ArrayList<>();
    for (float[] row : rows) {
      float p = probabilities ? row[0] : (float) (1 / (1 + Math.exp(-row[0])));
      pairs.add(new float[] {1 - p, p});
    }
    return scores(pairs);
  }

  /** An index that is no class is right for none: it gets no score above the others. */
  private Predictions indices(int classes) {
    List<float[]> oneHot = new ArrayList<>();
    for (float[] row : rows) {
      float[] scores = new float[classes];
      if (row[0] >= 0 && row[0] < classes) {
        scores[(int) row[0]] = 1;
      } else {
        Arrays.fill(scores, Float.NaN);
      }
      oneHot.add(scores);
    }
    return scores(oneHot);
  }

  private static Predictions scores(List<float[]> rows) {
    return new Predictions.Scores(rows.toArray(float[][]::new));
  }
}

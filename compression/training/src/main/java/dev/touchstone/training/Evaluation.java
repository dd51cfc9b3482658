package dev.touchstone.training;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.Optimization;
import dev.touchstone.recipes.runtime.Session;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.data.ElementType;
import dev.touchstone.scenarios.data.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How well a classifier answers, as ONNX Runtime carries it out.
 *
 * @param samples how many were asked
 * @param right how many were answered right
 * @param classes for each class its counts, by label
 */
public record Evaluation(int samples, int right, List<ClassCount> classes) {

  private static final int BATCH = 50;

  /** Copies the list. */
  public Evaluation {
    classes = List.copyOf(classes);
  }

  /**
   * The counts of one class.
   *
   * @param samples of this class
   * @param right of them that were answered right
   */
  public record ClassCount(int samples, int right) {

    /** The share that was answered right, in [0, 1]; NaN without a sample. */
    public double recall() {
      return (double) right / samples;
    }
  }

  /** The share that was answered right, in [0, 1]. */
  public double top1() {
    return (double) right / samples;
  }

  /**
   * Asks a model of one input and one output of scores for every example.
   *
   * @param classes how many there are
   */
  public static Evaluation of(OnnxModel model, Examples examples, int classes, Progress progress) {
    int[] samples = new int[classes];
    int[] right = new int[classes];
    try (Session session = new Session(model, Optimization.ALL)) {
      String input = session.inputs().keySet().iterator().next();
      for (int first = 0; first < examples.size(); first += BATCH) {
        int count = Math.min(BATCH, examples.size() - first);
        Map<String, Tensor> answers = session.run(Map.of(input, batch(examples, first, count)));
        FloatBuffer scores = answers.values().iterator().next().elements().asFloatBuffer();
        for (int i = 0; i < count; i++) {
          int label = examples.label(first + i);
          samples[label]++;
          right[label] += largest(scores, i * classes, classes) == label ? 1 : 0;
        }
        progress.at("evaluating", first + (long) count, examples.size());
      }
    }
    List<ClassCount> counts = new ArrayList<>();
    int allRight = 0;
    for (int c = 0; c < classes; c++) {
      counts.add(new ClassCount(samples[c], right[c]));
      allRight += right[c];
    }
    return new Evaluation(examples.size(), allRight, counts);
  }

  private static Tensor batch(Examples examples, int first, int count) {
    long[] shape = new long[examples.shape().length + 1];
    shape[0] = count;
    System.arraycopy(examples.shape(), 0, shape, 1, shape.length - 1);
    ByteBuffer bytes = ByteBuffer.allocateDirect(0);
    for (int i = 0; i < count; i++) {
      float[] sample = examples.sample(first + i);
      if (i == 0) {
        bytes =
            ByteBuffer.allocateDirect(count * sample.length * Float.BYTES)
                .order(ByteOrder.nativeOrder());
      }
      bytes.asFloatBuffer().put(i * sample.length, sample);
    }
    return new Tensor(ElementType.FLOAT32, shape, bytes);
  }

  private static int largest(FloatBuffer scores, int from, int count) {
    int best = 0;
    for (int c = 1; c < count; c++) {
      if (scores.get(from + c) > scores.get(from + best)) {
        best = c;
      }
    }
    return best;
  }
}

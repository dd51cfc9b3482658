package dev.touchstone.runner;

import dev.touchstone.runner.process.Answers;
import dev.touchstone.worker.protocol.TensorSpec;
import java.nio.ByteBuffer;

/**
 * What an application does with a model's output at least: reads its elements, and of several finds
 * the largest and its share by softmax. Not thread-safe.
 */
final class Postprocessing {

  private final TensorSpec output;
  private final float[] values;
  private int largest;
  private double share;

  Postprocessing(TensorSpec output) {
    this.output = output;
    this.values = new float[Math.toIntExact(output.bytes() / output.type().bytes())];
  }

  /**
   * Takes one answer.
   *
   * @param raw the bytes of one record, little-endian
   */
  void accept(ByteBuffer raw) {
    largest = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = Answers.element(raw, output.type(), i);
      largest = values[i] > values[largest] ? i : largest;
    }
    double sum = 0;
    for (float value : values) {
      sum += Math.exp((double) value - values[largest]);
    }
    share = 1 / sum;
  }

  /** The index of the largest element of the last answer. */
  int largest() {
    return largest;
  }

  /** Its share by softmax, in (0, 1]. */
  double share() {
    return share;
  }
}

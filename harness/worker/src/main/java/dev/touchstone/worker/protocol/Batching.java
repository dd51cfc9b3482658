package dev.touchstone.worker.protocol;

/**
 * Dynamic batching: waiting queries become one inference as soon as there are {@code maxBatch} of
 * them, or the oldest has waited for the timeout, and the model is free.
 *
 * <p>Source: NVIDIA Triton Inference Server, model configuration, {@code dynamic_batching} with
 * {@code max_batch_size} and {@code max_queue_delay_microseconds}.
 *
 * @param maxBatch the most queries of one inference, at least 1
 * @param timeoutNanos the longest that a query waits for others to come, at least 0
 */
public record Batching(int maxBatch, long timeoutNanos) {

  /** Every query by itself, as soon as the model is free. */
  public static final Batching NONE = new Batching(1, 0);

  /** Rejects an empty batch and a negative time. */
  public Batching {
    if (maxBatch < 1 || timeoutNanos < 0) {
      throw new IllegalArgumentException(
          "no batching: at most " + maxBatch + " after " + timeoutNanos + " ns");
    }
  }
}

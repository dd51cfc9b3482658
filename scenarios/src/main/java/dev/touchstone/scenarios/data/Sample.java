package dev.touchstone.scenarios.data;

import java.util.List;

/**
 * One model input, preprocessed: one tensor for each input of the model, without the batch
 * dimension, in the order of {@link Dataset#inputNames}.
 */
public record Sample(List<Tensor> inputs) {

  /** Copies the list. */
  public Sample {
    inputs = List.copyOf(inputs);
  }
}

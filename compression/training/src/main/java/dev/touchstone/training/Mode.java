package dev.touchstone.training;

/** What a forward pass is for. */
public enum Mode {
  /** BatchNormalization uses the batch's statistics and updates the running ones. */
  TRAINING,
  /** BatchNormalization uses the running statistics, as ONNX Runtime does. */
  INFERENCE
}

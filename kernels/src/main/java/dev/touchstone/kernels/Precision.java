package dev.touchstone.kernels;

/** In which numbers an operator computes. */
public enum Precision {
  FLOAT32,
  /** As the recipe {@code int8-static} makes it, with its quantization at the edges. */
  INT8_STATIC
}

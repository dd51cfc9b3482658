package dev.touchstone.recipes.anatomy;

import dev.touchstone.recipes.onnx.OnnxType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the constants of a model hold.
 *
 * @param parameters numbers that were trained: weights and biases in whatever type they are stored,
 *     without the running mean and variance of BatchNormalization, scales and zero points of
 *     quantization, and whole numbers such as shapes
 * @param bytes of all constants
 * @param byType bytes of all constants for each type
 */
public record Weights(long parameters, long bytes, Map<OnnxType, Long> byType) {

  /** Keeps the order of the types. */
  public Weights {
    byType = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(byType)));
  }
}

package dev.touchstone.recipes.search;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.recipes.runtime.ModelInputs;
import dev.touchstone.scenarios.NodeFilter;

/** Makes low precision of some nodes of the model that a search is about. */
@FunctionalInterface
public interface Quantizer {

  /**
   * Quantizes.
   *
   * @param nodes which to take
   * @param samples for calibration
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if none of them can be quantized
   */
  OnnxModel quantize(NodeFilter nodes, ModelInputs samples);
}

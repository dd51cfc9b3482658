package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.Graph;
import dev.touchstone.recipes.onnx.OnnxModel;

/** The float model that quantization starts from: the same layers, before they lose bits. */
public final class FloatForm {

  private FloatForm() {}

  /**
   * Brings a model into it: weights that are stored in 8 bits become floats, and MatMul with the
   * constant added behind it becomes Gemm where quantization does so too.
   *
   * @param folded of the opset that quantization raises it to
   * @throws dev.touchstone.recipes.onnx.UnusableModelException if the model is quantized already
   */
  public static OnnxModel of(OnnxModel folded) {
    Graph graph = folded.graph();
    Preparation.floatForm(folded, graph);
    return folded.with(graph.withoutValueInfo());
  }
}

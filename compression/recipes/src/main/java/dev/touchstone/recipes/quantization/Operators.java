package dev.touchstone.recipes.quantization;

import dev.touchstone.recipes.onnx.Constant;
import dev.touchstone.recipes.onnx.Node;
import java.util.Optional;
import java.util.Set;

/**
 * What ONNX Runtime's CPU provider does with an operator between DequantizeLinear and
 * QuantizeLinear nodes (its QDQ selectors and actions, version 1.29).
 */
final class Operators {

  /** Has an integer kernel that combines inputs of different scales. */
  private static final Set<String> COMBINES = Set.of("Add", "Mul", "Concat");

  /** Has an integer kernel that maps one input to another scale. */
  private static final Set<String> MAPS =
      Set.of("AveragePool", "GlobalAveragePool", "LeakyRelu", "Sigmoid");

  /**
   * Moves or picks elements only: runs on 8 bits as it is, if outputs and input share a scale.
   * DepthToSpace and SpaceToDepth would as well, but have no integer implementation.
   */
  private static final Set<String> MOVES =
      Set.of(
          "MaxPool",
          "Reshape",
          "Flatten",
          "Transpose",
          "Squeeze",
          "Unsqueeze",
          "Slice",
          "Split",
          "Expand",
          "Tile",
          "GatherElements",
          "ReduceMax",
          "ReduceMin");

  private Operators() {}

  static boolean combines(Node node) {
    return node.domain().isEmpty() && COMBINES.contains(node.type());
  }

  static boolean maps(Node node) {
    return node.domain().isEmpty() && MAPS.contains(node.type());
  }

  static boolean moves(Node node) {
    boolean oneOrSplit = node.outputs().size() == 1 || node.is("Split");
    return node.domain().isEmpty()
        && oneOrSplit
        && (MOVES.contains(node.type())
            || (node.is("Resize") && node.text("mode", "nearest").equals("nearest")));
  }

  /** Is worth 8 bits for its own sake: multiplies by constant weights. */
  static boolean multiplies(Node node) {
    return node.is("Conv") || node.is("Gemm") || node.is("MatMul");
  }

  /** Whether a bias is one number a channel; a matrix differs from sample to sample. */
  static boolean isRow(Optional<Constant> bias) {
    return bias.map(b -> b.shape().length == 1).orElse(false);
  }

  /** May hand its sums out in floats as well, without a scale for them. */
  static boolean givesFloats(Node node) {
    return node.is("Gemm") || node.is("MatMul");
  }
}

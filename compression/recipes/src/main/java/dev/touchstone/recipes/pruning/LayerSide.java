package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.onnx.Node;

/**
 * One side of a layer with constant weights: a dimension of the weights, and the dimension of the
 * activation that it makes or reads.
 *
 * @param node the layer
 * @param weights dimension along which the channels of the activation lie
 * @param activation dimension of the tensor that is made or read
 * @param role whether the activation is made or read
 */
record LayerSide(Node node, TensorAxis weights, TensorAxis activation, Role role) {

  /** Which side it is. */
  enum Role {
    MAKES,
    READS
  }

  boolean makes() {
    return role == Role.MAKES;
  }

  boolean isConvolution() {
    return node.is("Conv") || node.is("ConvTranspose");
  }
}

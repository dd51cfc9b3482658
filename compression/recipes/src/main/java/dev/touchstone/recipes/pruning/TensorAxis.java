package dev.touchstone.recipes.pruning;

/**
 * One dimension of one tensor.
 *
 * @param tensor its name
 * @param axis from 0, outermost first
 */
record TensorAxis(String tensor, int axis) {

  @Override
  public String toString() {
    return tensor + "[" + axis + "]";
  }
}

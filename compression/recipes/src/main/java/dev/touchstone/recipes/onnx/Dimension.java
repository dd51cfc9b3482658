package dev.touchstone.recipes.onnx;

import java.util.OptionalLong;

/**
 * One dimension of a tensor.
 *
 * @param size number of elements along it; empty if known only at run time
 * @param symbol name of a size that is known only at run time; may be blank
 */
public record Dimension(OptionalLong size, String symbol) {

  /** A dimension of a known size. */
  public static Dimension of(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("a dimension is at least 0, was " + size);
    }
    return new Dimension(OptionalLong.of(size), "");
  }

  /** A dimension that is known at run time, such as the batch. */
  public static Dimension symbol(String name) {
    return new Dimension(OptionalLong.empty(), name);
  }

  @Override
  public String toString() {
    return size.isPresent() ? Long.toString(size.getAsLong()) : symbol.isBlank() ? "?" : symbol;
  }
}

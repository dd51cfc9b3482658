package dev.touchstone.recipes.anatomy;

import dev.touchstone.recipes.onnx.OnnxType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Element type and size of a tensor.
 *
 * @param type of the elements
 * @param dims outermost dimension first; empty for a scalar
 */
public record Extent(OnnxType type, List<Long> dims) {

  /** Copies the dimensions; rejects negative ones. */
  public Extent {
    dims = List.copyOf(dims);
    if (dims.stream().anyMatch(d -> d < 0)) {
      throw new IllegalArgumentException("a dimension is at least 0, were " + dims);
    }
  }

  /**
   * How many elements it has.
   *
   * @throws ArithmeticException if they are more than a {@code long} counts
   */
  public long elements() {
    long count = 1;
    for (long d : dims) {
      count = Math.multiplyExact(count, d);
    }
    return count;
  }

  /** Bytes of the elements, packed; 0 for strings. */
  public long bytes() {
    return type.bytes(elements());
  }

  /** A dimension counted from the innermost, which is 0; 1 if there are fewer. */
  long fromEnd(int index) {
    return index < dims.size() ? dims.get(dims.size() - 1 - index) : 1;
  }

  /** Such as {@code 1x64x8x8}; {@code scalar} if there are no dimensions. */
  public String shapeText() {
    return dims.isEmpty()
        ? "scalar"
        : dims.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}

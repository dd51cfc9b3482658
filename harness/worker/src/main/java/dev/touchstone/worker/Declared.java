package dev.touchstone.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor as the model declares it.
 *
 * @param name of the input or output
 * @param dimensions outermost first
 */
record Declared(String name, List<Dimension> dimensions) {

  /** One dimension: a size, or a symbol that each run may give another size. */
  sealed interface Dimension {}

  /**
   * A size that never changes.
   *
   * @param size at least 0
   */
  record Fixed(long size) implements Dimension {
    @Override
    public String toString() {
      return Long.toString(size);
    }
  }

  /**
   * A size that each run may choose.
   *
   * @param symbol the same symbol has the same size everywhere in a run; empty if it has no name
   */
  record Symbolic(String symbol) implements Dimension {
    @Override
    public String toString() {
      return symbol.isEmpty() ? "?" : symbol;
    }
  }

  Declared {
    dimensions = List.copyOf(dimensions);
  }

  /** From ONNX Runtime's form, where a symbolic dimension has the size -1. */
  static Declared of(String name, long[] sizes, String[] symbols) {
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      dimensions.add(sizes[i] < 0 ? new Symbolic(symbols[i]) : new Fixed(sizes[i]));
    }
    return new Declared(name, dimensions);
  }

  int rank() {
    return dimensions.size();
  }

  /** Whether the first dimension is free to count the samples of a batch. */
  boolean firstIsSymbolic() {
    return rank() > 0 && dimensions.get(0) instanceof Symbolic;
  }

  /** Whether a tensor of this shape may be given. */
  boolean takes(List<Long> shape) {
    if (shape.size() != rank()) {
      return false;
    }
    for (int i = 0; i < shape.size(); i++) {
      if (dimensions.get(i) instanceof Fixed fixed && fixed.size() != shape.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** Such as {@code [N, 1, 64, 64]}. */
  String shapeText() {
    return dimensions.stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}

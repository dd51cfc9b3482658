package dev.touchstone.scenarios.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A dense tensor in row-major order. The elements are not copied: whoever hands a buffer over must
 * not write to it again.
 */
public final class Tensor {

  private final ElementType type;
  private final long[] shape;
  private final ByteBuffer elements;

  /**
   * Wraps the elements.
   *
   * @param shape dimensions, outermost first; empty for a scalar
   * @param elements from position 0 to the limit, in native byte order
   * @throws IllegalArgumentException if the buffer's size is not that of the shape, or its order is
   *     not native
   */
  public Tensor(ElementType type, long[] shape, ByteBuffer elements) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (elements.limit() != count * type.bytes()) {
      throw new IllegalArgumentException(
          "a "
              + type
              + " tensor of shape "
              + Arrays.toString(shape)
              + " has "
              + count * type.bytes()
              + " bytes, was given "
              + elements.limit());
    }
    if (elements.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException("the buffer must be in native byte order");
    }
    this.type = type;
    this.shape = shape.clone();
    this.elements = elements;
  }

  /** The element type. */
  public ElementType type() {
    return type;
  }

  /** A copy of the dimensions, outermost first. */
  public long[] shape() {
    return shape.clone();
  }

  /** A read-only view of all elements, in native byte order. */
  public ByteBuffer elements() {
    ByteBuffer view = elements.asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    view.rewind();
    return view;
  }
}

package dev.touchstone.recipes.onnx;

/**
 * What Java's heap has room for, so that a large model is an answer and not an OutOfMemoryError.
 */
final class Heap {

  private Heap() {}

  /**
   * Requires that weights of so many bytes leave a quarter of the heap for everything else.
   *
   * @throws UnusableModelException if they do not
   */
  static void requireRoomFor(long bytes) {
    requireRoomFor(bytes, Runtime.getRuntime().maxMemory());
  }

  static void requireRoomFor(long bytes, long heap) {
    if (bytes > heap / 4 * 3) {
      throw new UnusableModelException(
          "its %d bytes do not fit into Java's heap of %d; give Java a larger one (-Xmx)"
              .formatted(bytes, heap));
    }
  }
}

package dev.touchstone.runner.process;

import dev.touchstone.worker.protocol.Order;

/**
 * How one worker is started.
 *
 * @param name says which trial it is for
 * @param order what it is started for
 * @param heapMebibytes of its Java heap, which is fixed and touched before it starts, so that what
 *     grows is the model; at least 2
 * @param paddingBytes of an environment variable that moves the stack; from 0 to 4096. Where memory
 *     happens to lie can move times by several percent (Mytkowicz et al., ASPLOS 2009), so forks
 *     that are compared draw it at random
 */
public record Launch(TrialName name, Order order, int heapMebibytes, int paddingBytes) {

  /** The heap that workers have if nothing else is said. */
  public static final int HEAP_MEBIBYTES = 24;

  /** Rejects a heap or padding out of range. */
  public Launch {
    if (heapMebibytes < 2 || paddingBytes < 0 || paddingBytes > 4096) {
      throw new IllegalArgumentException(
          "a heap of " + heapMebibytes + " MiB, padded with " + paddingBytes + " bytes");
    }
  }

  /** With the usual heap and no padding. */
  public static Launch of(TrialName name, Order order) {
    return new Launch(name, order, HEAP_MEBIBYTES, 0);
  }

  /** The same with padding. */
  public Launch withPadding(int bytes) {
    return new Launch(name, order, heapMebibytes, bytes);
  }

  /** The same with another heap. */
  public Launch withHeap(int mebibytes) {
    return new Launch(name, order, mebibytes, paddingBytes);
  }
}

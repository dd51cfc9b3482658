package dev.touchstone.runner.process;

import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.Stop;

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

  /**
   * What the JVM and the worker itself need at most, measured: 2 MiB live, a message of 64 KiB and
   * its copies, a histogram, and room for the young generation.
   */
  private static final int OWN_MEBIBYTES = 6;

  /** Wall and CPU time of an observation. */
  private static final int OBSERVATION_BYTES = 2 * Long.BYTES;

  /**
   * The heap that workers have if nothing else is said: the worker's own needs, and twice the
   * largest log of observations, since an array must fit into one generation. It is the same for
   * every trial, so that the memory of all workers of a run can be compared.
   */
  public static final int HEAP_MEBIBYTES =
      OWN_MEBIBYTES + 2 * OBSERVATION_BYTES * Stop.RAW_QUERIES / (1 << 20);

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

package dev.touchstone.worker;

import dev.touchstone.worker.protocol.Reply;
import java.util.Arrays;

/** Wall and CPU times in the order in which they were taken. Allocates only when it is made. */
final class ObservationLog {

  private final long[] wallNanos;
  private final long[] cpuNanos;
  private int size;

  /** Makes room for so many observations; further ones are not kept. */
  ObservationLog(int capacity) {
    wallNanos = new long[capacity];
    cpuNanos = new long[capacity];
  }

  void add(long wall, long cpu) {
    if (size < wallNanos.length) {
      wallNanos[size] = wall;
      cpuNanos[size] = cpu;
      size++;
    }
  }

  int size() {
    return size;
  }

  /** A part as a message. */
  Reply.Observed part(int from, int to) {
    return new Reply.Observed(
        Arrays.copyOfRange(wallNanos, from, to), Arrays.copyOfRange(cpuNanos, from, to));
  }
}

package dev.touchstone.worker;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** Memory of direct buffers, which is freed some time after the buffer is no longer used. */
final class DirectMemory {

  private static final int MOST_WAITS = 200;
  private static final long WAIT_MILLIS = 5;

  private DirectMemory() {}

  /**
   * Frees a buffer that was just let go, so that the figures of memory do not depend on when a
   * collection happens to come: asks for one, and waits until the pool is smaller, at most a
   * second.
   */
  static void giveBackWhatIsUnused() {
    long before = used();
    System.gc();
    try {
      for (int i = 0; i < MOST_WAITS && used() >= before; i++) {
        Thread.sleep(WAIT_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Bytes of all direct buffers. */
  static long used() {
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        return pool.getMemoryUsed();
      }
    }
    return 0;
  }
}

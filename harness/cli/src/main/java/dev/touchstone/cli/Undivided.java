package dev.touchstone.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Work that the end of the process does not cut in two: Ctrl-C and SIGTERM come before it or after
 * it. Only for what takes seconds, such as writing a result.
 */
final class Undivided {

  /** What takes longer is cut after all; a second signal does not get through to the JVM. */
  private static final long MOST_SECONDS = 10;

  private static final ReentrantLock WORK = new ReentrantLock();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Undivided::waitForIt, "touchstone-finishes"));
  }

  private Undivided() {}

  /** Does it, unless the process is ending: then this does not return. */
  static <T> T run(Supplier<T> work) {
    WORK.lock();
    try {
      return work.get();
    } finally {
      WORK.unlock();
    }
  }

  /** Never gives the lock back: nothing new is begun while the process ends. */
  private static void waitForIt() {
    try {
      boolean over = WORK.tryLock(MOST_SECONDS, TimeUnit.SECONDS);
      assert over || WORK.isLocked();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

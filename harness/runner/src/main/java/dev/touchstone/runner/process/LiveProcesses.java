package dev.touchstone.runner.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The workers that run now; none outlives this process, however it is ended. */
final class LiveProcesses {

  private static final LiveProcesses OF_THIS_JVM = new LiveProcesses();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(OF_THIS_JVM::killAll, "touchstone-stops-workers"));
  }

  private final Set<ProcessTree> live = ConcurrentHashMap.newKeySet();
  private final CountDownLatch ending = new CountDownLatch(1);

  /** All of this JVM; killed when it ends, by Ctrl-C and SIGTERM too. */
  static LiveProcesses ofThisJvm() {
    return OF_THIS_JVM;
  }

  void add(ProcessTree process) {
    live.removeIf(other -> !other.isAlive());
    live.add(process);
    if (ending.getCount() == 0) {
      // Started while the others were being killed.
      process.kill();
    }
  }

  void killAll() {
    ending.countDown();
    live.forEach(ProcessTree::kill);
  }

  /**
   * Lets nobody take the end of this JVM for a fault of a worker: does not return if the JVM is
   * ending.
   *
   * @param millis how long to wait for that; a Ctrl-C reaches the workers, too, and possibly first
   */
  void standStillIfEnding(long millis) {
    try {
      if (ending.await(millis, TimeUnit.MILLISECONDS)) {
        new Semaphore(0).acquireUninterruptibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.touchstone.junit;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A thread with room for a deep recursion. ONNX Runtime 1.29 makes a regular expression of the
 * command line of its process, with a recursion for each character: a class path of 4 KB overflows
 * the usual stack of 1 MiB and kills the process without a word.
 */
final class DeepStack {

  /**
   * About 256 bytes a character for the 128 KiB that Linux lets one argument have, and as much
   * again. Only what is used of it takes memory.
   */
  private static final long BYTES = 64L << 20;

  private DeepStack() {}

  /** Does the work in such a thread and waits for it; whatever it throws is thrown here. */
  static <T> T call(String name, Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, name, BYTES);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.setDaemon(true); // whoever waits for it is no daemon, unless the process is ending
    thread.start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}

package dev.touchstone.recipes.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Does the same for each of some samples, two at a time where there are two processors. More at a
 * time would be faster and take the memory of a run's activations for each.
 */
public final class EachSample {

  private final int count;
  private final IntConsumer work;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<Integer, Throwable> failures = new TreeMap<>();

  private EachSample(int count, IntConsumer work) {
    this.count = count;
    this.work = work;
  }

  /**
   * Does it in any order.
   *
   * @param work takes an index from 0 to {@code count - 1}, in either of two threads; what it
   *     throws ends the loop, and of several failures that of the first sample is thrown
   */
  public static void of(int count, IntConsumer work) {
    EachSample loop = new EachSample(count, work);
    if (count > 1 && Runtime.getRuntime().availableProcessors() > 1) {
      CompletableFuture<Void> other = CompletableFuture.runAsync(loop::work, EachSample::start);
      loop.work();
      other.join();
    } else {
      loop.work();
    }
    loop.failure().ifPresent(EachSample::rethrow);
  }

  private static void start(Runnable command) {
    Thread thread = new Thread(command, "touchstone-samples");
    thread.setDaemon(true);
    thread.start();
  }

  /** Samples begin in order: when one fails, those before it have begun and come to their end. */
  private void work() {
    for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
      try {
        work.accept(index);
      } catch (RuntimeException | Error e) {
        next.set(count);
        fail(index, e);
      }
    }
  }

  private synchronized void fail(int index, Throwable failure) {
    failures.put(index, failure);
  }

  private synchronized Optional<Throwable> failure() {
    return failures.values().stream().findFirst();
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}

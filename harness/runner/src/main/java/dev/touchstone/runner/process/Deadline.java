package dev.touchstone.runner.process;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Kills a process, and what it started, if it is still busy when its time is over. */
final class Deadline implements AutoCloseable {

  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private final Future<?> alarm;
  private volatile boolean passed;

  /** Starts the clock. */
  Deadline(ProcessTree process, Duration limit) {
    alarm =
        WATCH.schedule(
            () -> {
              passed = true;
              process.kill();
            },
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** Whether the time is over and the process was killed. */
  boolean passed() {
    return passed;
  }

  /** Stops the clock. */
  @Override
  public void close() {
    alarm.cancel(false);
  }

  private static ScheduledThreadPoolExecutor watch() {
    ScheduledThreadPoolExecutor watch =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "touchstone-watches-workers");
              thread.setDaemon(true);
              return thread;
            });
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }
}

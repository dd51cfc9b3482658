package dev.touchstone.runner;

import dev.touchstone.baselines.LoadSlice;
import dev.touchstone.runner.system.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks again and again at what holds the CPU down while something long goes on, to tell when that
 * began. Where a machine has no such counters, nothing is seen.
 */
final class ThrottleWatch implements AutoCloseable {

  /** Often enough for slices of minutes, and seldom enough to disturb nothing. */
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Supplier<Conditions> conditions;
  private final Map<Instant, List<String>> seen = new LinkedHashMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Instant begun;
  private Conditions last;

  private ThrottleWatch(Supplier<Conditions> conditions) {
    this.conditions = conditions;
    this.last = conditions.get();
    this.begun = last.at();
  }

  /** Watches from now on. */
  static ThrottleWatch start(Supplier<Conditions> conditions) {
    ThrottleWatch watch = new ThrottleWatch(conditions);
    Thread thread = new Thread(watch::watch, "throttle-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (!over.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once. */
  synchronized void look() {
    Conditions now = conditions.get();
    List<String> causes = now.throttledSince(last);
    if (!causes.isEmpty()) {
      seen.put(now.at(), causes);
    }
    last = now;
  }

  /** A slice with what was seen in its time; a slice begins with the watch. */
  synchronized LoadSlice marked(LoadSlice slice) {
    List<String> causes = new ArrayList<>();
    seen.forEach(
        (at, found) -> {
          long nanos = Duration.between(begun, at).toNanos();
          if (nanos >= slice.fromNanos() && nanos < slice.toNanos()) {
            found.stream().filter(cause -> !causes.contains(cause)).forEach(causes::add);
          }
        });
    return new LoadSlice(
        slice.index(), slice.fromNanos(), slice.toNanos(), slice.histogram(), causes);
  }

  @Override
  public void close() {
    over.countDown();
  }
}

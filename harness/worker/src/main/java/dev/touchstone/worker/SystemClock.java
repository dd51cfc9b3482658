package dev.touchstone.worker;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The machine's clocks; the only place that reads them. */
public final class SystemClock implements NanoClock {

  /** How late a parked thread may wake up on an ordinary Linux: timer slack and a busy core. */
  private static final long WAKE_UP_NANOS = 200_000;

  /** Nanoseconds since 1970-01-01T00:00Z, by the clock that people set. */
  public static long epochNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void spinUntil(long nanos) {
    while (System.nanoTime() - nanos < 0) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void waitUntil(long nanos) {
    long left = nanos - System.nanoTime() - WAKE_UP_NANOS;
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanos - System.nanoTime() - WAKE_UP_NANOS;
    }
    spinUntil(nanos);
  }
}

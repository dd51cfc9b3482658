package dev.touchstone.runner.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves on by the same step whenever it is read. */
public final class SteppingClock extends Clock {

  private final Duration step;
  private Instant now;

  /** Starts on the first of January 2026. */
  public SteppingClock(Duration step) {
    this.step = step;
    this.now = Instant.parse("2026-01-01T00:00:00Z");
  }

  @Override
  public synchronized Instant instant() {
    Instant read = now;
    now = now.plus(step);
    return read;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the clock has no other zone");
  }
}

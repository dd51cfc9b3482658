package dev.touchstone.runner.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved on. */
public final class HandClock extends Clock {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** Starts on the first of January 2026. */
  public HandClock() {}

  /** Moves on. */
  public synchronized void move(Duration time) {
    now = now.plus(time);
  }

  @Override
  public synchronized Instant instant() {
    return now;
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

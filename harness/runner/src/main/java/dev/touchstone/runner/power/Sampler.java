package dev.touchstone.runner.power;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * Reads a sensor ten times a second, on a thread of its own, until it is closed.
 *
 * <p>The same thread runs while the worker rests and while it works, so that what it consumes is
 * subtracted with rest; how long it took is told.
 */
final class Sampler implements AutoCloseable {

  static final Duration PERIOD = Duration.ofMillis(100);

  private final PowerSensor sensor;
  private final PowerTrace trace;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Thread thread = new Thread(this::run, "touchstone-power");
  private Duration reading = Duration.ZERO;

  /** Reads once before it returns. */
  Sampler(PowerSensor sensor, PowerTrace trace, Clock clock, Sleeper sleeper) {
    this.sensor = sensor;
    this.trace = trace;
    this.clock = clock;
    this.sleeper = sleeper;
    sample();
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        sleeper.sleep(PERIOD);
        sample();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: nothing is left to be done
    }
  }

  private synchronized void sample() {
    Instant before = clock.instant();
    OptionalDouble joules = sensor.joules(before);
    joules.ifPresent(j -> trace.add(before, j));
    reading = reading.plus(Duration.between(before, clock.instant()));
  }

  /** How long all readings together took. */
  synchronized Duration reading() {
    return reading;
  }

  /** Ends the thread, then reads once more, so that the trace reaches up to this moment. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    sample();
  }
}

package dev.touchstone.runner.power;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A sensor of this machine, read while trials run. */
final class SensorMeter implements PowerMeter {

  private final PowerSensor sensor;
  private final Clock clock;
  private final Sleeper sleeper;
  private final PowerTrace trace = new PowerTrace();

  SensorMeter(PowerSensor sensor, Clock clock, Sleeper sleeper) {
    this.sensor = sensor;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  @Override
  public String name() {
    return sensor.name();
  }

  @Override
  public Recording record() {
    Sampler sampler = new Sampler(sensor, trace, clock, sleeper);
    return new Recording() {
      @Override
      public Duration cost() {
        return sampler.reading();
      }

      @Override
      public void close() {
        sampler.close();
      }
    };
  }

  @Override
  public PowerTrace trace(Instant until) {
    return trace;
  }
}

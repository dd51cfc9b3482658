package dev.touchstone.runner.power;

import java.time.Instant;
import java.util.OptionalDouble;

/** A sensor of this machine. Used by one thread at a time. */
interface PowerSensor {

  /** What it is, for people. */
  String name();

  /**
   * Reads it.
   *
   * @param now the instant of this reading, not before the last one
   * @return the energy in joules since it was first read; empty if it did not answer
   */
  OptionalDouble joules(Instant now);
}

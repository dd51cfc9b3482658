package dev.touchstone.baselines;

import java.util.Locale;

/** The clock that a comparison of times rests on. */
public enum TimeDomain {
  /** What a user waits for. */
  WALL,
  /** What the processor spent on the worker; blind to waiting, and to other processes. */
  CPU;

  /** For people: {@code wall time}. */
  @Override
  public String toString() {
    return this == CPU ? "CPU time" : name().toLowerCase(Locale.ROOT) + " time";
  }
}

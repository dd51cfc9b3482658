package dev.touchstone.runner.power;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Energy over time, as a sensor told it reading by reading. Thread-safe. */
public final class PowerTrace {

  /** Readings further apart than this do not tell what happened between them. */
  static final Duration MAX_GAP = Duration.ofSeconds(2);

  private static final double NANOS_PER_SECOND = 1e9;

  private record Reading(Instant at, double joules) {}

  private final List<Reading> readings = new ArrayList<>();

  /** Starts without a reading. */
  public PowerTrace() {}

  /**
   * Adds a reading; one that is not later than the last is left out, since a clock that was set
   * back would turn energy into infinite power.
   *
   * @param joules since the sensor was first read
   */
  public synchronized void add(Instant at, double joules) {
    if (readings.isEmpty() || at.isAfter(readings.get(readings.size() - 1).at())) {
      readings.add(new Reading(at, joules));
    }
  }

  /**
   * Mean power between two instants, in watts; between readings power is taken for constant.
   *
   * @param to after {@code from}
   * @return empty if the readings do not reach over the whole time, or leave a gap of more than 2 s
   */
  public synchronized OptionalDouble meanWatts(Instant from, Instant to) {
    int first = lastNotAfter(from);
    int last = firstNotBefore(to);
    if (first < 0 || last >= readings.size() || last <= first) {
      return OptionalDouble.empty();
    }
    for (int i = first; i < last; i++) {
      if (Duration.between(readings.get(i).at(), readings.get(i + 1).at()).compareTo(MAX_GAP) > 0) {
        return OptionalDouble.empty();
      }
    }
    double joules = joulesAt(to, last - 1) - joulesAt(from, first);
    return OptionalDouble.of(joules / seconds(from, to));
  }

  private int lastNotAfter(Instant at) {
    int i = readings.size() - 1;
    while (i >= 0 && readings.get(i).at().isAfter(at)) {
      i--;
    }
    return i;
  }

  private int firstNotBefore(Instant at) {
    int i = 0;
    while (i < readings.size() && readings.get(i).at().isBefore(at)) {
      i++;
    }
    return i;
  }

  /** Linear between a reading and the one after it. */
  private double joulesAt(Instant at, int index) {
    Reading before = readings.get(index);
    Reading after = readings.get(index + 1);
    double share = seconds(before.at(), at) / seconds(before.at(), after.at());
    return before.joules() + share * (after.joules() - before.joules());
  }

  /** Whether a reading at or after this instant is there. */
  synchronized boolean reaches(Instant at) {
    return !readings.isEmpty() && !readings.get(readings.size() - 1).at().isBefore(at);
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / NANOS_PER_SECOND;
  }
}

package dev.touchstone.baselines;

import java.util.Arrays;

/**
 * One resample of the positions of a slice: how often each counts, and at which two models have
 * changed places. Refilled for each draw, so that ten thousand of them cost no memory.
 */
final class Draw {

  private final int[] unit;
  private final int[] unitTimes;
  private final int[] times;
  private final boolean[] exchanged;

  /**
   * Starts with every position once and nothing exchanged.
   *
   * @param unit for each position the unit that is drawn or exchanged as a whole
   * @param units how many there are
   */
  Draw(int[] unit, int units) {
    this.unit = unit;
    this.unitTimes = new int[units];
    this.times = new int[unit.length];
    this.exchanged = new boolean[unit.length];
    Arrays.fill(times, 1);
  }

  /** Takes these units, as often as they are named. */
  Draw of(int[] drawnUnits) {
    Arrays.fill(unitTimes, 0);
    for (int drawn : drawnUnits) {
      unitTimes[drawn]++;
    }
    for (int i = 0; i < times.length; i++) {
      times[i] = unitTimes[unit[i]];
    }
    return this;
  }

  /** Exchanges the models at all positions of these units. */
  Draw exchanging(boolean[] exchangedUnits) {
    for (int i = 0; i < exchanged.length; i++) {
      exchanged[i] = exchangedUnits[unit[i]];
    }
    return this;
  }

  int size() {
    return times.length;
  }

  /** How often a position counts. */
  int times(int position) {
    return times[position];
  }

  /** Which model's answer counts as that of {@code model}, 0 or 1. */
  int source(int position, int model) {
    return exchanged[position] ? 1 - model : model;
  }
}

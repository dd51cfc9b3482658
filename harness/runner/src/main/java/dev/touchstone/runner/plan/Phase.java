package dev.touchstone.runner.plan;

import java.time.Duration;

/** The parts of a run, in the order in which they are run. */
public enum Phase {
  FLOOR("memory floor"),
  QUALITY("quality"),
  SOLO("each model alone"),
  COLD_START("cold starts"),
  PAIRS("fork pairs"),
  ENERGY("energy");

  private final String title;

  Phase(String title) {
    this.title = title;
  }

  /** The name that progress is told under. */
  public String title() {
    return title;
  }

  /**
   * About how long one arm takes in one trial of this part, with a model of a few milliseconds at
   * most on a small 2-core machine; there the start of a worker takes about half a second.
   */
  Duration expected(PlanSettings settings) {
    return switch (this) {
      case FLOOR, COLD_START -> Duration.ofMillis(500);
      case QUALITY -> Duration.ofSeconds(3);
      case SOLO -> Duration.ofSeconds(1).plus(settings.soloTime());
      case PAIRS -> Duration.ofMillis(600);
      case ENERGY -> Duration.ofSeconds(1).plus(EnergyPlan.REST).plus(EnergyPlan.LOAD);
    };
  }
}

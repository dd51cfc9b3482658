package dev.touchstone.baselines;

import java.util.List;

/**
 * The energy windows of one arm under one load pattern.
 *
 * @param arm the arm's name
 * @param load the load pattern's key
 * @param sensor that the power was read from, for people
 * @param windows in the order of their rounds; a round that was disturbed is missing
 */
public record EnergyObservations(
    String arm, String load, String sensor, List<EnergyWindow> windows) {

  /**
   * The key of the environment's fact that says, in one sentence, why a run that was asked for
   * energy has none.
   */
  public static final String ABSENT = "energy.absent";

  /** Copies the windows. */
  public EnergyObservations {
    windows = List.copyOf(windows);
  }
}

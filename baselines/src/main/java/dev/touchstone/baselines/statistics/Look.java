package dev.touchstone.baselines.statistics;

/**
 * One planned look at a growing sequence of paired differences.
 *
 * @param n differences that are there by then, from 1 to 1000
 * @param falseAlarm risk that this look may take of seeing a loss that is none, in [0, 1); at 0 it
 *     sees none
 * @param miss risk that this look may take of passing a loss that must be caught, in [0, 1)
 */
public record Look(int n, double falseAlarm, double miss) {

  /** Rejects a look at nothing, and risks that are none. */
  public Look {
    if (n < 1 || !(falseAlarm >= 0 && falseAlarm < 1) || !(miss >= 0 && miss < 1)) {
      throw new IllegalArgumentException(
          "a look needs differences and risks in [0, 1), was "
              + n
              + ", "
              + falseAlarm
              + " and "
              + miss);
    }
  }

  /**
   * Whether the differences show that their center lies above a value, at this look's risk of a
   * false alarm. The same as asking whether the lower {@link HodgesLehmann} bound lies above it.
   */
  boolean showsAbove(double[] differences, double value) {
    return falseAlarm > 0
        && Walsh.countAtMost(differences, 0, n, value) <= SignedRank.of(n).critical(falseAlarm);
  }

  /** Whether they show that the center lies below a value, at this look's risk of a miss. */
  boolean showsBelow(double[] differences, double value) {
    return miss > 0
        && Walsh.countAtLeast(differences, 0, n, value) <= SignedRank.of(n).critical(miss);
  }
}

package dev.touchstone.runner.process;

/**
 * Says which trial it is.
 *
 * @param arm the arm's name
 * @param trial such as {@code quality} or {@code pair 7 of int8-static}; unique for the arm within
 *     a run
 */
public record TrialName(String arm, String trial) {

  /** Fit for a file name: letters, digits, dots and dashes. */
  String fileName() {
    return (arm + "." + trial).replaceAll("[^A-Za-z0-9.]+", "-");
  }

  @Override
  public String toString() {
    return arm + ", " + trial;
  }
}

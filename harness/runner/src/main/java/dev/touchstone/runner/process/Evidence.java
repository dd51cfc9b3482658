package dev.touchstone.runner.process;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a worker that went wrong left behind.
 *
 * @param exitCode if it ended by itself or by a signal (128 + signal)
 * @param lastLines of its standard error and of what others printed between its messages, at most
 *     20
 */
public record Evidence(OptionalInt exitCode, List<String> lastLines) {

  /** How many lines are kept. */
  public static final int LAST_LINES = 20;

  /** Copies the lines. */
  public Evidence {
    lastLines = List.copyOf(lastLines);
  }
}

package dev.touchstone.cli;

import dev.touchstone.scenarios.Progress;
import java.io.PrintStream;

/**
 * Shows on standard error how far one of many runs has come: a line that is overwritten, and
 * nothing where no person watches.
 */
final class TurnProgress implements Progress, AutoCloseable {

  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream err = System.err;
  private final boolean interactive = Terminal.ERROR.isInteractive();
  private final int number;
  private final int of;

  TurnProgress(int number, int of) {
    this.number = number;
    this.of = of;
  }

  @Override
  public void at(String phase, long done, long total) {
    if (interactive) {
      err.print(
          CLEAR + "verdict " + number + " of " + of + ": " + phase + " " + done + "/" + total);
      err.flush();
    }
  }

  /** Leaves the line as it was found. */
  @Override
  public void close() {
    if (interactive) {
      err.print(CLEAR);
      err.flush();
    }
  }
}

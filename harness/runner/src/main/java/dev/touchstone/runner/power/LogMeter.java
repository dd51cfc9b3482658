package dev.touchstone.runner.power;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A meter beside the machine whose program writes a log while trials run. */
final class LogMeter implements PowerMeter {

  /** Programs of meters write late: so long is waited for the last rows. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration STEP = Duration.ofMillis(500);

  private final Path file;
  private final Sleeper sleeper;

  /**
   * Reads what is there already, so that mistakes are found before anything is measured.
   *
   * @throws dev.touchstone.scenarios.problem.ScenarioException if it cannot be understood
   */
  LogMeter(Path file, Sleeper sleeper) {
    this.file = file;
    this.sleeper = sleeper;
    PowerLog.read(file);
  }

  @Override
  public String name() {
    return "power log " + file.getFileName();
  }

  @Override
  public Recording record() {
    return new Recording() {
      @Override
      public Duration cost() {
        return Duration.ZERO;
      }

      @Override
      public void close() {
        // the meter's own program writes on
      }
    };
  }

  @Override
  public PowerTrace trace(Instant until) {
    PowerTrace trace = PowerLog.read(file);
    try {
      for (Duration waited = Duration.ZERO;
          !trace.reaches(until) && waited.compareTo(PATIENCE) < 0;
          waited = waited.plus(STEP)) {
        sleeper.sleep(STEP);
        trace = PowerLog.read(file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return trace;
  }
}

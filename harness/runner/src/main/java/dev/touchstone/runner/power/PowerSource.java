package dev.touchstone.runner.power;

import dev.touchstone.runner.system.FileTree;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * What a run that is asked for energy can read it from.
 *
 * @param meter the meter, if there is one
 * @param obstacle why there is none, a sentence; empty if there is one or nobody asked
 */
public record PowerSource(Optional<PowerMeter> meter, String obstacle) {

  /** For a run that nobody asks for energy. */
  public static final PowerSource UNASKED = new PowerSource(Optional.empty(), "");

  /**
   * Looks for a sensor of this machine: power rails of the board first, since they feed more than
   * the processor, then the processor's own counters.
   */
  public static PowerSource ofThisMachine() {
    return in(new FileTree(Path.of("/")), Clock.systemUTC(), Sleeper.REAL);
  }

  static PowerSource in(FileTree tree, Clock clock, Sleeper sleeper) {
    Search rails = Rails.search(tree);
    Search rapl = Rapl.search(tree);
    return rails
        .sensor()
        .or(rapl::sensor)
        .map(sensor -> new PowerSource(Optional.of(new SensorMeter(sensor, clock, sleeper)), ""))
        .orElseGet(
            () ->
                new PowerSource(
                    Optional.empty(),
                    "There is no sensor. "
                        + rapl.obstacle()
                        + "; "
                        + rails.obstacle()
                        + "; meter: none was named with --power-log."));
  }

  /**
   * Takes the log that a meter's program writes while the run goes on.
   *
   * @throws dev.touchstone.scenarios.problem.ScenarioException if the log cannot be understood
   */
  public static PowerSource ofLog(Path file) {
    return new PowerSource(Optional.of(new LogMeter(file, Sleeper.REAL)), "");
  }
}

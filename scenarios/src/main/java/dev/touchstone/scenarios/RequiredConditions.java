package dev.touchstone.scenarios;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The conditions under which a board's numbers count. What is not stated is not required.
 *
 * @param governor the frequency governor of every core, such as {@code performance}
 * @param maxCelsius the highest temperature of the CPU, in degrees Celsius, above 0
 * @param maxLoadPerCore the highest load average of the last minute before the run, for each core,
 *     above 0
 */
public record RequiredConditions(
    Optional<String> governor, OptionalDouble maxCelsius, OptionalDouble maxLoadPerCore) {

  /** Nothing is required. */
  public static final RequiredConditions NONE =
      new RequiredConditions(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty());

  /** Rejects bounds that nothing could meet. */
  public RequiredConditions {
    requirePositive(maxCelsius, "maxCelsius");
    requirePositive(maxLoadPerCore, "maxLoadPerCore");
  }

  private static void requirePositive(OptionalDouble bound, String name) {
    if (bound.isPresent()
        && !(bound.getAsDouble() > 0 && bound.getAsDouble() < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be > 0, was " + bound.getAsDouble());
    }
  }
}

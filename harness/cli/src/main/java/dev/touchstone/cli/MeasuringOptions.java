package dev.touchstone.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command that measures can be told about how. */
final class MeasuringOptions {

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of every order in the run (default: drawn, and told).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "10min",
      converter = WaitConverter.class,
      description =
          "How long to wait while somebody else measures on this machine, such as 90s; 0s does not"
              + " wait (default: ${DEFAULT-VALUE}).")
  private Duration patience = Duration.ZERO;

  /** The one that was given, or one that was drawn. */
  long seed() {
    return seed.orElseGet(() -> Clock.systemUTC().millis());
  }

  Duration patience() {
    return patience;
  }
}

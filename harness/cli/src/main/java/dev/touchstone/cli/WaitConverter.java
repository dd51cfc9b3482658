package dev.touchstone.cli;

import dev.touchstone.runner.job.Patience;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time to wait, such as {@code 90 s}. */
final class WaitConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String value) {
    return Patience.read(value)
        .orElseThrow(() -> new TypeConversionException(Patience.problem(value)));
  }
}

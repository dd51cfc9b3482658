package dev.touchstone.cli;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time to wait, such as {@code 90 s}. */
final class WaitConverter implements ITypeConverter<Duration> {

  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,6})\\s*([a-z]*)");

  private static final Map<String, Duration> UNITS =
      Map.of("s", Duration.ofSeconds(1), "min", Duration.ofMinutes(1), "h", Duration.ofHours(1));

  @Override
  public Duration convert(String value) {
    Matcher matcher = AMOUNT.matcher(value.strip());
    if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
      throw new TypeConversionException(
          "\"" + value + "\" is no time to wait; write it like 90s, 10min or 1h");
    }
    return UNITS
        .getOrDefault(matcher.group(2), Duration.ZERO)
        .multipliedBy(Long.parseLong(matcher.group(1)));
  }
}

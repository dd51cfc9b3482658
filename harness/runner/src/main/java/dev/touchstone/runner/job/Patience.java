package dev.touchstone.runner.job;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long to wait for a machine, as people write it: {@code 90s}, {@code 10 min}, {@code 1h}. */
public final class Patience {

  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,6})\\s*([a-z]*)");

  private static final Map<String, Duration> UNITS =
      Map.of("s", Duration.ofSeconds(1), "min", Duration.ofMinutes(1), "h", Duration.ofHours(1));

  private Patience() {}

  /** Empty if it cannot be read, which {@link #problem} explains. */
  public static Optional<Duration> read(String text) {
    Matcher matcher = AMOUNT.matcher(text.strip());
    return matcher.matches()
        ? Optional.ofNullable(UNITS.get(matcher.group(2)))
            .map(unit -> unit.multipliedBy(Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }

  /** What is wrong with a text that cannot be read. */
  public static String problem(String text) {
    return "\"" + text + "\" is no time to wait; write it like 90s, 10min or 1h";
  }
}

package dev.touchstone.cli;

import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.worker.protocol.Stall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long which arms are to stall, and how often: {@code 200ms/5s}. */
final class InjectedStall {

  private static final Pattern TIME = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) *(us|ms|s|min)");
  private static final Map<String, Double> NANOS =
      Map.of("us", 1e3, "ms", 1e6, "s", 1e9, "min", 60e9);

  private InjectedStall() {}

  /**
   * Turns texts into stalls.
   *
   * @param names of the arms of the run
   * @throws RejectedException if there is no such arm, or a text is no stall
   */
  static Map<String, Stall> of(Map<String, String> texts, List<String> names) {
    Map<String, Stall> stalls = new LinkedHashMap<>();
    texts.forEach(
        (arm, text) -> {
          if (!names.contains(arm)) {
            throw new RejectedException(
                "--inject-stall: there is no arm \""
                    + arm
                    + "\"; the arms of this run are "
                    + String.join(", ", names));
          }
          stalls.put(arm, of(text));
        });
    return stalls;
  }

  /**
   * Turns a text into a stall.
   *
   * @throws RejectedException if it is none
   */
  static Stall of(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2) {
      throw rejected(text);
    }
    long nanos = nanos(parts[0], text);
    long every = nanos(parts[1], text);
    if (nanos < 1 || every <= nanos) {
      throw rejected(text);
    }
    return new Stall(nanos, every);
  }

  private static long nanos(String time, String text) {
    Matcher matcher = TIME.matcher(time.strip());
    if (!matcher.matches()) {
      throw rejected(text);
    }
    double factor = NANOS.getOrDefault(matcher.group(2), 0.0);
    return Math.round(Double.parseDouble(matcher.group(1)) * factor);
  }

  private static RejectedException rejected(String text) {
    return new RejectedException(
        "--inject-stall: \""
            + text
            + "\" is no stall; write how long and how often, the second longer, such as 200ms/5s"
            + " (us, ms, s, min)");
  }
}

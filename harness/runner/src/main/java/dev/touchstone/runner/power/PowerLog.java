package dev.touchstone.runner.power;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The log of a power meter: a CSV file with a header that has the columns {@code time} and {@code
 * watts}, in any order and among others.
 *
 * <p>A time is an instant such as {@code 2026-01-02T03:04:05.678Z}, or seconds since 1970 with a
 * fraction; a row holds the power at that time, and rows are in the order of their times. A last
 * line without a line break is still being written and is left out.
 */
final class PowerLog {

  private static final String TIME = "time";
  private static final String WATTS = "watts";

  /** No board draws as much; what does is a column of milliwatts. */
  private static final double MOST_WATTS = 10_000;

  private final Problems problems = new Problems();
  private final String file;
  private final PowerTrace trace = new PowerTrace();
  private Optional<Instant> lastAt = Optional.empty();
  private double lastWatts;
  private double joules;

  private PowerLog(String file) {
    this.file = file;
  }

  /**
   * Reads a log.
   *
   * @throws dev.touchstone.scenarios.problem.ScenarioException with every mistake that it has
   * @throws UncheckedIOException if the disk fails
   */
  static PowerTrace read(Path path) {
    PowerLog log = new PowerLog(path.toString());
    try {
      log.readAll(Files.readString(path));
    } catch (NoSuchFileException e) {
      log.problem(1, 1, "there is no such file", "start the meter's program first");
    } catch (CharacterCodingException e) {
      log.problem(1, 1, "this is no text in UTF-8", "name a CSV file");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
    log.problems.throwIfAny();
    return log.trace;
  }

  private void readAll(String text) {
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    List<String> lines = whole.lines().toList();
    List<String> header = lines.isEmpty() ? List.of() : cells(lines.get(0).replace("\uFEFF", ""));
    int time = header.indexOf(TIME);
    int watts = header.indexOf(WATTS);
    if (time < 0 || watts < 0) {
      problem(
          1,
          1,
          "the header needs the columns \"time\" and \"watts\", it has "
              + (header.isEmpty() ? "none" : "\"" + String.join("\", \"", header) + "\""),
          "rename the columns, or convert the log");
      return;
    }
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        row(i + 1, cells(lines.get(i)), time, watts);
      }
    }
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split(",", -1))
        .map(cell -> cell.strip().replaceAll("^\"|\"$", ""))
        .toList();
  }

  private void row(int line, List<String> cells, int time, int watts) {
    if (cells.size() <= Math.max(time, watts)) {
      problem(line, 1, "the row has " + cells.size() + " values, fewer than the header", "");
      return;
    }
    Optional<Instant> at = instant(cells.get(time));
    OptionalDouble power = watts(cells.get(watts));
    if (at.isEmpty()) {
      problem(
          line,
          time + 1,
          "\"" + cells.get(time) + "\" is no time",
          "write an instant such as 2026-01-02T03:04:05.678Z, or seconds since 1970");
    }
    if (power.isEmpty()) {
      problem(
          line,
          watts + 1,
          "\"" + cells.get(watts) + "\" is no power from 0 to 10000 W",
          "write watts such as 4.75");
    }
    if (at.isPresent() && power.isPresent()) {
      add(line, time + 1, at.get(), power.getAsDouble());
    }
  }

  private void add(int line, int column, Instant at, double watts) {
    if (lastAt.isPresent() && !at.isAfter(lastAt.get())) {
      problem(line, column, "the time " + at + " is not after that of the row before", "sort rows");
      return;
    }
    if (lastAt.isPresent()) {
      joules += (watts + lastWatts) / 2 * PowerTrace.seconds(lastAt.get(), at);
    }
    lastAt = Optional.of(at);
    lastWatts = watts;
    trace.add(at, joules);
  }

  private static Optional<Instant> instant(String text) {
    try {
      if (text.matches("\\d{9,10}(\\.\\d+)?")) {
        int dot = text.indexOf('.');
        long seconds = Long.parseLong(dot < 0 ? text : text.substring(0, dot));
        double fraction = dot < 0 ? 0 : Double.parseDouble("0" + text.substring(dot));
        return Optional.of(Instant.ofEpochSecond(seconds, Math.round(fraction * 1e9)));
      }
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static OptionalDouble watts(String text) {
    try {
      double watts = Double.parseDouble(text);
      return watts >= 0 && watts <= MOST_WATTS ? OptionalDouble.of(watts) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** The column of a problem counts values, not characters: a log is a table. */
  private void problem(int line, int column, String message, String hint) {
    problems.add(new Location(file, line, column), message, hint);
  }
}

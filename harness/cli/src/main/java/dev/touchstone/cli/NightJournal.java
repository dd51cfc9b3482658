package dev.touchstone.cli;

import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.store.UnreadableResultException;
import dev.touchstone.reports.NightResult;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What a night has done so far: one line for each scenario that is over, so that a night that was
 * interrupted goes on with the next one. The line of a scenario is written when it is over; a torn
 * last line is one that was never written.
 */
final class NightJournal {

  static final String FILE = "night.csv";

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
  private static final int COLUMNS = 9;

  private final Path file;
  private final List<NightResult.Entry> entries = new ArrayList<>();
  private final List<String> tasks = new ArrayList<>();

  private NightJournal(Path file) {
    this.file = file;
  }

  /**
   * Opens the journal of a night.
   *
   * @throws UnreadableResultException if a whole line of it cannot be understood
   */
  static NightJournal in(Path night) {
    NightJournal journal = new NightJournal(night.resolve(FILE));
    if (Files.exists(journal.file)) {
      journal.read();
    }
    return journal;
  }

  private void read() {
    try {
      String text = Files.readString(file);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      if (!whole.equals(text)) {
        Files.writeString(file, whole);
      }
      try (Reader in = new java.io.StringReader(whole);
          CSVParser rows = FORMAT.parse(in)) {
        rows.forEach(this::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private void add(CSVRecord row) {
    try {
      if (row.size() != COLUMNS) {
        throw new IllegalArgumentException("it has " + row.size() + " cells, not " + COLUMNS);
      }
      tasks.add(row.get(0));
      entries.add(
          new NightResult.Entry(
              row.get(1),
              row.get(2),
              Integer.parseInt(row.get(3)),
              outcome(row.get(4)),
              row.get(5),
              outcome(row.get(6)),
              Duration.ofMillis(Long.parseLong(row.get(7))),
              row.get(8)));
    } catch (IllegalArgumentException e) {
      throw new UnreadableResultException(
          file,
          "line %d cannot be understood: %s; delete it, or begin another night with --night"
              .formatted(row.getRecordNumber(), e.getMessage()));
    }
  }

  private static Optional<Outcome> outcome(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Outcome.valueOf(text));
  }

  /** Whether a task is over. */
  boolean isDone(String task) {
    return tasks.contains(task);
  }

  /** Everything that is over, in the order in which it ran. */
  List<NightResult.Entry> entries() {
    return List.copyOf(entries);
  }

  /** Writes down that a task is over; it is on disk when this returns. */
  void add(String task, NightResult.Entry entry) {
    String line =
        FORMAT.format(
                task,
                entry.file(),
                entry.profile(),
                entry.code(),
                entry.outcome().map(Enum::name).orElse(""),
                entry.reason(),
                entry.history().map(Enum::name).orElse(""),
                entry.took().toMillis(),
                entry.page())
            + "\n";
    try {
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      Files.writeString(
          file,
          line,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    tasks.add(task);
    entries.add(entry);
  }

  /** When the night began: when its folder was made. */
  Instant started() {
    try {
      return Files.readAttributes(
              file.toAbsolutePath().resolveSibling(""),
              java.nio.file.attribute.BasicFileAttributes.class)
          .creationTime()
          .toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}

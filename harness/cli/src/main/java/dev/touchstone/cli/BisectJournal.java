package dev.touchstone.cli;

import dev.touchstone.cli.BisectStep.State;
import dev.touchstone.runner.job.RejectedException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What a bisection knows already, so that it goes on where it was interrupted: the question in the
 * first line, then one line a commit. A torn last line was never written.
 */
final class BisectJournal {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
  private static final int COLUMNS = 4;

  private final Path file;
  private final Map<String, BisectStep> steps = new LinkedHashMap<>();

  private BisectJournal(Path file) {
    this.file = file;
  }

  /**
   * Opens the journal of a question.
   *
   * @param question everything that an answer depends on
   * @throws RejectedException if the file holds answers to another question
   */
  static BisectJournal of(Path file, List<String> question) {
    BisectJournal journal = new BisectJournal(file);
    List<CSVRecord> rows = Files.exists(file) ? journal.read() : List.of();
    if (rows.isEmpty()) {
      journal.write(FORMAT.format(question.toArray()), StandardOpenOption.TRUNCATE_EXISTING);
      return journal;
    }
    if (!rows.get(0).toList().equals(question)) {
      throw new RejectedException(
          file + " holds the answers to another question; give another --out, or delete it");
    }
    rows.subList(1, rows.size()).forEach(journal::keep);
    return journal;
  }

  private List<CSVRecord> read() {
    try {
      String text = Files.readString(file);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      if (!whole.equals(text)) {
        Files.writeString(file, whole);
      }
      try (CSVParser rows = FORMAT.parse(new StringReader(whole))) {
        return rows.getRecords();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private void keep(CSVRecord row) {
    try {
      if (row.size() != COLUMNS) {
        throw new IllegalArgumentException("it has " + row.size() + " cells, not " + COLUMNS);
      }
      State state = State.valueOf(row.get(1));
      steps.put(row.get(0), new BisectStep(row.get(0), state, row.get(2), row.get(3)));
    } catch (IllegalArgumentException e) {
      throw new RejectedException(
          "%s: line %d cannot be understood: %s; delete the line"
              .formatted(file, row.getRecordNumber(), e.getMessage()));
    }
  }

  /** What is known of a commit. */
  Optional<BisectStep> of(String commit) {
    return Optional.ofNullable(steps.get(commit));
  }

  /** A decided commit that builds the very same model, which cannot be answered otherwise. */
  Optional<BisectStep> ofModel(String sha256) {
    return steps.values().stream()
        .filter(step -> step.isDecided() && step.sha256().equals(sha256))
        .findFirst();
  }

  /** Everything that is known, in the order in which it was found. */
  List<BisectStep> steps() {
    return List.copyOf(steps.values());
  }

  /** Keeps an answer; it is on disk when this returns. */
  void add(BisectStep step) {
    write(
        FORMAT.format(step.commit(), step.state(), step.sha256(), step.evidence()),
        StandardOpenOption.APPEND);
    steps.put(step.commit(), step);
  }

  private void write(String line, StandardOpenOption how) {
    try {
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          how,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}

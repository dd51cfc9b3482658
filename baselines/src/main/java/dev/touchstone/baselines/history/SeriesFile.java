package dev.touchstone.baselines.history;

import dev.touchstone.baselines.store.UnreadableResultException;
import dev.touchstone.scenarios.Loss;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads a series that comes from elsewhere: a CSV file with the columns when and value. */
public final class SeriesFile {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private SeriesFile() {}

  /**
   * Reads the rows in their order; other columns are ignored.
   *
   * @throws UnreadableResultException naming the row that cannot be understood
   */
  public static Series read(Path file) {
    List<Night> nights = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser rows = FORMAT.parse(in)) {
      for (CSVRecord row : rows) {
        nights.add(night(file, row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return new Series(
        String.valueOf(file.getFileName()),
        "value",
        "",
        Loss.Scale.RELATIVE,
        Series.Kind.SCATTERED,
        nights,
        List.of(),
        List.of());
  }

  private static Night night(Path file, CSVRecord row) {
    try {
      return new Night(
          "row " + row.getRecordNumber(),
          instant(row.get("when")),
          Double.parseDouble(row.get("value")),
          Optional.empty(),
          Map.of());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new UnreadableResultException(
          file, "row " + row.getRecordNumber() + " cannot be understood: " + e.getMessage());
    }
  }

  private static Instant instant(String text) {
    return text.contains("T")
        ? Instant.parse(text)
        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}

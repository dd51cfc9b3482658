package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * A CSV file in UTF-8 (with or without a byte order mark) whose first row names its columns. Blanks
 * around a value do not count. Only the columns that are asked for are kept.
 */
final class CsvTable {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setTrim(true)
          .setAllowMissingColumnNames(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_EMPTY)
          .get();

  private CsvTable() {}

  /** The names of the columns. */
  static List<String> header(Path file) throws IOException {
    try (CSVParser parser = parser(file)) {
      return parser.getHeaderNames();
    }
  }

  /** All values of one column. */
  static List<String> column(Path file, String column) throws IOException {
    Map<String, String> seen = new HashMap<>(); // columns repeat few values: keep each once
    List<String> values = new ArrayList<>();
    read(
        file,
        List.of(column),
        (line, row) -> values.add(seen.computeIfAbsent(row.get(0), value -> value)));
    return values;
  }

  /**
   * Reads the values of some columns, row by row.
   *
   * @param row hears the line at which a row ends, counted from 1, and the values in the order of
   *     the columns
   * @throws UnreadableData if a column is missing, or a row has fewer or more values than the
   *     header
   */
  static void read(Path file, List<String> columns, BiConsumer<Long, List<String>> row)
      throws IOException {
    try (CSVParser parser = parser(file)) {
      for (String column : columns) {
        if (!parser.getHeaderMap().containsKey(column)) {
          throw new UnreadableData(
              Named.file(file) + " has no column " + Words.quoted(column),
              "it has " + quoted(parser.getHeaderNames()));
        }
      }
      for (CSVRecord csv : parser) {
        if (!csv.isConsistent()) {
          throw new UnreadableData(
              Named.file(file)
                  + " has "
                  + csv.size()
                  + " values in line "
                  + parser.getCurrentLineNumber()
                  + ", but "
                  + parser.getHeaderNames().size()
                  + " columns",
              "");
        }
        row.accept(parser.getCurrentLineNumber(), columns.stream().map(csv::get).toList());
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new UnreadableData(Named.file(file) + " is no intact CSV: " + e.getMessage(), "");
    }
  }

  private static String quoted(List<String> names) {
    return names.stream().map(Words::quoted).collect(Collectors.joining(", "));
  }

  private static CSVParser parser(Path file) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    try {
      reader.mark(1);
      if (reader.read() != '\uFEFF') {
        reader.reset();
      }
      return CSVParser.parse(reader, FORMAT);
    } catch (IllegalArgumentException e) {
      reader.close();
      throw new UnreadableData(
          Named.file(file) + " has no usable header: " + e.getMessage(),
          "its first line must name the columns");
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }
}

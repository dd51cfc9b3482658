package dev.touchstone.baselines.store;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** CSV files that diff well: UTF-8, a header, line feeds, one row a fact. */
final class Table {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private Table() {}

  /** Takes the rows of a table that is being written. */
  @FunctionalInterface
  interface Rows {
    void add(Object... cells);
  }

  static void write(Path file, List<String> header, Consumer<Rows> content) {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        CSVPrinter printer = new CSVPrinter(out, FORMAT)) {
      printer.printRecord(header);
      content.accept(cells -> print(printer, file, cells));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static void print(CSVPrinter printer, Path file, Object... cells) {
    try {
      printer.printRecord(cells);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** The same as a text. */
  static String text(List<String> header, Consumer<Rows> content) {
    StringBuilder text = new StringBuilder();
    Path nowhere = Path.of("a text");
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      printer.printRecord(header);
      content.accept(cells -> print(printer, nowhere, cells));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + nowhere, e);
    }
    return text.toString();
  }

  /**
   * Reads every row.
   *
   * @param columns that the header must hold
   * @throws UnreadableResultException if one is missing, or a row cannot be understood
   */
  static void read(Path file, List<String> columns, Consumer<Row> row) {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      read(file, in, columns, row);
    } catch (IOException e) {
      throw unreadable(file, new UncheckedIOException(e));
    }
  }

  /**
   * Reads every row of a text.
   *
   * @param file where it comes from, for messages
   */
  static void read(Path file, String text, List<String> columns, Consumer<Row> row) {
    read(file, new StringReader(text), columns, row);
  }

  private static void read(Path file, Reader in, List<String> columns, Consumer<Row> row) {
    try (CSVParser parser =
        FORMAT.builder().setHeader().setSkipHeaderRecord(true).get().parse(in)) {
      for (String column : columns) {
        if (!parser.getHeaderNames().contains(column)) {
          throw new UnreadableResultException(
              file, "has no column \"" + column + "\", only " + parser.getHeaderNames());
        }
      }
      for (CSVRecord record : parser) {
        accept(file, record, row);
      }
    } catch (IOException e) {
      throw unreadable(file, new UncheckedIOException(e));
    } catch (UncheckedIOException e) {
      throw unreadable(file, e);
    } catch (IllegalArgumentException e) {
      throw new UnreadableResultException(file, "has no usable header: " + e.getMessage());
    }
  }

  private static RuntimeException unreadable(Path file, UncheckedIOException error) {
    return error.getCause() instanceof CharacterCodingException
            || error.getCause() instanceof CSVException
        ? new UnreadableResultException(file, "is no table in UTF-8: " + error.getMessage())
        : new UncheckedIOException("cannot read " + file, error.getCause());
  }

  private static void accept(Path file, CSVRecord record, Consumer<Row> row) {
    try {
      row.accept(new Row(record));
    } catch (IllegalArgumentException e) {
      throw new UnreadableResultException(
          file, "row " + record.getRecordNumber() + " cannot be understood: " + e.getMessage());
    }
  }

  /** One row of a table that is being read. */
  record Row(CSVRecord cells) {

    String text(String column) {
      return cells.get(column);
    }

    long whole(String column) {
      return Long.parseLong(text(column));
    }

    int count(String column) {
      return Integer.parseInt(text(column));
    }

    boolean flag(String column) {
      String text = text(column);
      if (!text.equals("true") && !text.equals("false")) {
        throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
      }
      return text.equals("true");
    }

    double number(String column) {
      return Double.parseDouble(text(column));
    }

    float real(String column) {
      return Float.parseFloat(text(column));
    }

    List<String> columns() {
      return cells.getParser().getHeaderNames();
    }
  }
}

package dev.touchstone.reports;

import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.history.Change;
import dev.touchstone.baselines.history.History;
import dev.touchstone.baselines.history.Night;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A history as text for a terminal, as a table for other programs, and as a picture. */
public final class HistoryReport {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader(
              "when",
              "run",
              "value",
              "lower",
              "upper",
              "loss",
              "shift",
              "standing",
              "circumstances")
          .setRecordSeparator('\n')
          .get();

  private HistoryReport() {}

  /** What a terminal shows. */
  public static String text(History history, boolean color, int width) {
    return HistoryTable.render(history, color, width);
  }

  /**
   * A row for each night, as RFC 4180 says: {@code value}, {@code lower} and {@code upper} are log
   * ratios, or points for shares, {@code loss} is the value as a fraction. {@code shift} and {@code
   * standing} are filled where the level changes.
   */
  public static String csv(History history) {
    StringWriter text = new StringWriter();
    try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
      List<Night> nights = history.series().nights();
      for (int i = 0; i < nights.size(); i++) {
        Night night = nights.get(i);
        Optional<Change> change = changeAt(history, i);
        csv.printRecord(
            night.when(),
            night.run(),
            Numbers.exact(night.value()),
            night.interval().map(Interval::lower).map(Numbers::exact).orElse(""),
            night.interval().map(Interval::upper).map(Numbers::exact).orElse(""),
            Numbers.exact(HistoryTable.ratio(night.value(), history.series())),
            change.map(Change::shift).map(Numbers::exact).orElse(""),
            change.map(Change::standing).map(HistoryTable::words).orElse(""),
            String.join("; ", history.marks(i)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static Optional<Change> changeAt(History history, int night) {
    return history.changes().stream().filter(change -> change.night() == night).findFirst();
  }

  /** A picture that stands alone, by day and by night. */
  public static String svg(History history) {
    return HistoryPicture.of(history).standalone();
  }

  /** Writes {@link #csv}; a reader sees it whole or not at all. */
  public static void writeCsv(History history, Path file) {
    AtomicFile.write(file, csv(history));
  }

  /** Writes {@link #svg}; a reader sees it whole or not at all. */
  public static void writeSvg(History history, Path file) {
    AtomicFile.write(file, svg(history));
  }
}

package dev.touchstone.reports;

import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * {@code result.csv}: every number of every arm, one row each, as RFC 4180 says, in UTF-8.
 *
 * <p>{@code slice} is empty for the whole data set. Where several load patterns were measured, the
 * scenario's first one keeps the empty slice, since requirements mean it unless they say otherwise,
 * and each further one is told by {@code load=KEY} in the column {@code slice}. A bound that does
 * not exist is {@code Infinity} or {@code -Infinity}; a value without an interval leaves the last
 * three columns empty.
 */
public final class CsvReport implements ReportFormat {

  /** The columns, in their order. */
  static final List<String> COLUMNS =
      List.of("arm", "metric", "slice", "value", "unit", "n", "lower", "upper", "confidence");

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader(COLUMNS.toArray(String[]::new))
          .setRecordSeparator('\n')
          .get();

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String output() {
    return "result.csv";
  }

  @Override
  public void render(Verdict verdict, Path folder) {
    AtomicFile.write(folder.resolve(output()), text(verdict));
  }

  /** The whole file. */
  static String text(Verdict verdict) {
    List<String> loads = ArmTable.loads(verdict);
    StringWriter text = new StringWriter();
    try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
      for (Measurement m : verdict.measurements()) {
        csv.printRecord(
            m.arm(),
            m.metric().key(),
            slice(m, loads),
            Numbers.exact(m.value().value()),
            m.value().unit().symbol(),
            m.n(),
            m.interval().map(i -> Numbers.exact(i.lower())).orElse(""),
            m.interval().map(i -> Numbers.exact(i.upper())).orElse(""),
            m.interval().map(Interval::confidence).map(Numbers::exact).orElse(""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String slice(Measurement m, List<String> loads) {
    if (m.load().isEmpty() || loads.indexOf(m.load()) == 0) {
      return m.slice();
    }
    return (m.slice().isEmpty() ? "" : m.slice() + ";") + "load=" + m.load();
  }
}

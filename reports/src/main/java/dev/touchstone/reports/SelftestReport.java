package dev.touchstone.reports;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Selftest;
import dev.touchstone.baselines.SelftestRound;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A self-test as files: {@code selftest.csv} with a row for each verdict, as RFC 4180 says, {@code
 * selftest.txt} with what the terminal shows, and {@code selftest.svg} with all verdicts in a
 * picture.
 */
public final class SelftestReport {

  /** The name of the table of verdicts. */
  public static final String TABLE = "selftest.csv";

  private static final List<String> COLUMNS =
      List.of(
          "number",
          "truth",
          "injected",
          "outcome",
          "estimate",
          "lower",
          "upper",
          "pairs",
          "seconds",
          "seed",
          "run");

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader(COLUMNS.toArray(String[]::new))
          .setRecordSeparator('\n')
          .get();

  private SelftestReport() {}

  /** Writes the files; a reader sees each whole or not at all. */
  public static void write(Selftest selftest, Path folder) {
    AtomicFile.write(folder.resolve(TABLE), csv(selftest));
    AtomicFile.write(folder.resolve("selftest.txt"), text(selftest));
    AtomicFile.write(folder.resolve("selftest.svg"), SelftestPicture.of(selftest).standalone());
  }

  private static String csv(Selftest selftest) {
    StringWriter text = new StringWriter();
    try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
      for (int i = 0; i < selftest.rounds().size(); i++) {
        SelftestRound round = selftest.rounds().get(i);
        Finding finding = round.finding();
        boolean slowed = round.kind() == SelftestRound.Kind.SLOWED;
        csv.printRecord(
            i + 1,
            round.kind().name().toLowerCase(Locale.ROOT),
            Numbers.exact(slowed ? selftest.slowdown() : 0),
            round.outcome(),
            finding.estimate().map(Numbers::exact).orElse(""),
            finding.loss().map(Interval::lower).map(Numbers::exact).orElse(""),
            finding.loss().map(Interval::upper).map(Numbers::exact).orElse(""),
            round.pairs(),
            Numbers.exact(round.took().toMillis() / 1e3),
            round.verdict().run().seed(),
            round.verdict().run().id());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String text(Selftest selftest) {
    SelftestTable table = new SelftestTable(selftest.slowdown(), false);
    StringBuilder text = new StringBuilder(table.header()).append('\n');
    for (int i = 0; i < selftest.rounds().size(); i++) {
      text.append(table.row(i + 1, selftest.rounds().get(i))).append('\n');
    }
    table.summary(selftest).forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}

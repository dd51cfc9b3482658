package dev.touchstone.baselines.store;

import dev.touchstone.scenarios.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What people decided about the history of a scenario on a profile, beside its runs.
 *
 * <pre>
 * history/SCENARIO/PROFILE/repins.csv         one row a metric and change of reference
 * history/SCENARIO/PROFILE/acknowledged.csv   one row a decision
 * </pre>
 */
public final class HistoryLog {

  /** The name of the file of changes of reference. */
  static final String REPINS = "repins.csv";

  private static final List<String> REPIN =
      List.of("at", "from", "to", "metric", "log-ratio", "lower", "upper", "pairs", "because");
  private static final List<String> ACKNOWLEDGEMENT =
      List.of("at", "run", "metric", "arm", "because");

  private final Storage storage;
  private final Keys.Place place;

  HistoryLog(Storage storage, Keys.Place place) {
    this.storage = storage;
    this.place = place;
  }

  /** Every change of reference that was measured, oldest first. */
  public List<Repin> repins() {
    return read(storage.read(repinKey()), repinKey(), REPIN, HistoryLog::repin);
  }

  /** Every decision, oldest first. */
  public List<Acknowledgement> acknowledgements() {
    String key = acknowledgedKey();
    return read(storage.read(key), key, ACKNOWLEDGEMENT, HistoryLog::acknowledgement);
  }

  /**
   * Adds ratios of a new reference to the one before.
   *
   * @throws UncheckedIOException if the store cannot be written
   */
  public void add(List<Repin> repins) {
    append(repinKey(), REPIN, HistoryLog::repin, HistoryLog::add, repins);
  }

  /**
   * Adds a decision.
   *
   * @throws UncheckedIOException if the store cannot be written
   */
  public void add(Acknowledgement acknowledgement) {
    append(
        acknowledgedKey(),
        ACKNOWLEDGEMENT,
        HistoryLog::acknowledgement,
        HistoryLog::add,
        List.of(acknowledgement));
  }

  private String repinKey() {
    return place.folder(Keys.HISTORY) + "/" + REPINS;
  }

  private String acknowledgedKey() {
    return place.folder(Keys.HISTORY) + "/acknowledged.csv";
  }

  private static void add(Table.Rows rows, Repin each) {
    rows.add(
        each.at(),
        each.from(),
        each.to(),
        each.metric().key(),
        each.logRatio(),
        each.lower(),
        each.upper(),
        each.pairs(),
        each.because());
  }

  private static void add(Table.Rows rows, Acknowledgement each) {
    rows.add(each.at(), each.run(), each.metric(), each.arm(), each.because());
  }

  private static Repin repin(Table.Row row) {
    return new Repin(
        instant(row),
        row.text("from"),
        row.text("to"),
        Metric.ofKey(row.text("metric"))
            .orElseThrow(
                () -> new IllegalArgumentException("no metric is \"" + row.text("metric") + "\"")),
        row.number("log-ratio"),
        row.number("lower"),
        row.number("upper"),
        row.count("pairs"),
        row.text("because"));
  }

  private static Acknowledgement acknowledgement(Table.Row row) {
    return new Acknowledgement(
        instant(row), row.text("run"), row.text("metric"), row.text("arm"), row.text("because"));
  }

  private static Instant instant(Table.Row row) {
    try {
      return Instant.parse(row.text("at"));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("\"" + row.text("at") + "\" is no instant", e);
    }
  }

  private <T> List<T> read(
      Optional<Storage.Text> text,
      String key,
      List<String> columns,
      Function<Table.Row, T> understand) {
    List<T> found = new ArrayList<>();
    text.ifPresent(
        t ->
            Table.read(
                storage.place(key), t.content(), columns, row -> found.add(understand.apply(row))));
    return List.copyOf(found);
  }

  private <T> void append(
      String key,
      List<String> columns,
      Function<Table.Row, T> understand,
      BiConsumer<Table.Rows, T> write,
      List<T> more) {
    boolean written =
        storage.exclusively(
            "for the history of %s on %s".formatted(place.scenario(), place.profile()),
            () -> {
              Optional<Storage.Text> before = storage.read(key);
              List<T> all = new ArrayList<>(read(before, key, columns, understand));
              all.addAll(more);
              String text =
                  Table.text(columns, rows -> all.forEach(each -> write.accept(rows, each)));
              return before
                  .map(old -> storage.putIfVersion(key, text, old.version()))
                  .orElseGet(() -> storage.putIfAbsent(key, text));
            });
    if (!written) {
      throw new UncheckedIOException(
          "cannot write " + storage.place(key),
          new IOException("somebody else has just written it; try again"));
    }
  }
}

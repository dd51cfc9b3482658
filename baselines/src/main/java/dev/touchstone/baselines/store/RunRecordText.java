package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.TimeDomain;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run record as one table, in which each row says of what kind it is:
 *
 * <pre>
 * run          schema, id, scenario, profile, started, tool, outcome, emulated-because
 * injected     what was put into an arm on purpose
 * context      one fact
 * arm          role of an arm; its file, sha256 and bytes are rows of kind model
 * lineage      how an arm was made
 * measurement  metric, value, arm, slice, load, lower, upper, confidence, n
 * change       metric, log ratio, arm, against, clock, lower, upper, confidence, n
 * seal         SHA-256 of the rows before it
 * </pre>
 */
final class RunRecordText {

  /** Version of the table; a reader reads every version up to its own. */
  static final int SCHEMA = 1;

  private static final String REMEDY =
      "put it back as version control has it, or delete it: one night of the history is lost";

  private static final List<String> COLUMNS =
      List.of(
          "kind",
          "key",
          "value",
          "arm",
          "against",
          "clock",
          "slice",
          "load",
          "lower",
          "upper",
          "confidence",
          "n");

  private RunRecordText() {}

  static String of(RunRecord record) {
    return Seal.on(
        Table.text(
            COLUMNS,
            rows -> {
              addRun(rows, record);
              record.injected().forEach((key, value) -> add(rows, "injected", key, value, ""));
              record.context().forEach((key, value) -> add(rows, "context", key, value, ""));
              record.arms().forEach(arm -> addArm(rows, arm));
              record.measurements().forEach(m -> addMeasurement(rows, m));
              record.changes().forEach(change -> addChange(rows, change));
            }),
        COLUMNS.size());
  }

  private static void add(Table.Rows rows, String kind, String key, Object value, String arm) {
    rows.add(kind, key, value, arm, "", "", "", "", "", "", "", "");
  }

  private static void addRun(Table.Rows rows, RunRecord record) {
    add(rows, "run", "schema", SCHEMA, "");
    add(rows, "run", "id", record.id(), "");
    add(rows, "run", "scenario", record.scenario(), "");
    add(rows, "run", "profile", record.profile(), "");
    add(rows, "run", "started", record.started(), "");
    add(rows, "run", "tool", record.toolVersion(), "");
    add(rows, "run", "outcome", record.outcome(), "");
    record.emulation().ifPresent(because -> add(rows, "run", "emulated-because", because, ""));
  }

  private static void addArm(Table.Rows rows, Arm arm) {
    add(rows, "arm", "role", arm.role(), arm.name());
    add(rows, "model", "file", arm.model(), arm.name());
    add(rows, "model", "sha256", arm.sha256(), arm.name());
    add(rows, "model", "bytes", arm.bytes(), arm.name());
    arm.lineage().forEach((key, value) -> add(rows, "lineage", key, value, arm.name()));
  }

  private static void addMeasurement(Table.Rows rows, Measurement m) {
    rows.add(
        "measurement",
        m.metric().key(),
        m.value().value(),
        m.arm(),
        "",
        "",
        m.slice(),
        m.load(),
        m.interval().map(i -> "" + i.lower()).orElse(""),
        m.interval().map(i -> "" + i.upper()).orElse(""),
        m.interval().map(i -> "" + i.confidence()).orElse(""),
        m.n());
  }

  private static void addChange(Table.Rows rows, PairedChange change) {
    rows.add(
        "change",
        change.metric().key(),
        change.logRatio(),
        change.arm(),
        change.against(),
        change.domain().name(),
        "",
        "",
        change.interval().lower(),
        change.interval().upper(),
        change.interval().confidence(),
        change.pairs());
  }

  /**
   * Reads one.
   *
   * @param file where the text comes from
   * @throws UnreadableResultException if it is no run record, not whole, changed, or of a newer
   *     version
   */
  static RunRecord read(Path file, String text) {
    Reading reading = new Reading(file);
    Table.read(file, Seal.open(file, text, REMEDY), COLUMNS, reading::take);
    try {
      return reading.record();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new UnreadableResultException(file, "cannot be understood: " + e.getMessage());
    }
  }

  /** What has been read so far. */
  private static final class Reading {

    private final Path file;
    private final Map<String, String> run = new LinkedHashMap<>();
    private final Map<String, String> injected = new LinkedHashMap<>();
    private final Map<String, String> context = new LinkedHashMap<>();
    private final Map<String, ArmRole> arms = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> models = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> lineages = new LinkedHashMap<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<PairedChange> changes = new ArrayList<>();

    Reading(Path file) {
      this.file = file;
    }

    void take(Table.Row row) {
      String kind = row.text("kind");
      switch (kind) {
        case "run" -> takeRun(row);
        case "injected" -> injected.put(row.text("key"), row.text("value"));
        case "context" -> context.put(row.text("key"), row.text("value"));
        case "arm" -> arms.put(row.text("arm"), ArmRole.valueOf(row.text("value")));
        case "model" -> put(models, row);
        case "lineage" -> put(lineages, row);
        case "measurement" -> measurements.add(measurement(row));
        case "change" -> changes.add(change(row));
        default -> throw new IllegalArgumentException("\"" + kind + "\" is no kind of row");
      }
    }

    private void takeRun(Table.Row row) {
      if (row.text("key").equals("schema") && row.count("value") > SCHEMA) {
        throw new UnreadableResultException(
            file,
            "was written in schema "
                + row.text("value")
                + "; this version reads up to "
                + SCHEMA
                + "; use a newer Touchstone");
      }
      run.put(row.text("key"), row.text("value"));
    }

    private static void put(Map<String, Map<String, String>> maps, Table.Row row) {
      maps.computeIfAbsent(row.text("arm"), arm -> new LinkedHashMap<>())
          .put(row.text("key"), row.text("value"));
    }

    private static Measurement measurement(Table.Row row) {
      Metric metric = metric(row);
      return new Measurement(
          row.text("arm"),
          metric,
          row.text("slice"),
          row.text("load"),
          new Quantity(row.number("value"), metric.unit()),
          row.whole("n"),
          row.text("confidence").isEmpty() ? Optional.empty() : Optional.of(interval(row)));
    }

    private static PairedChange change(Table.Row row) {
      return new PairedChange(
          row.text("arm"),
          row.text("against"),
          metric(row),
          TimeDomain.valueOf(row.text("clock")),
          row.number("value"),
          interval(row),
          row.count("n"));
    }

    private static Metric metric(Table.Row row) {
      String key = row.text("key");
      return Metric.ofKey(key)
          .orElseThrow(() -> new IllegalArgumentException("\"" + key + "\" is no metric"));
    }

    private static Interval interval(Table.Row row) {
      return new Interval(row.number("lower"), row.number("upper"), row.number("confidence"));
    }

    RunRecord record() {
      required(run, "schema");
      return new RunRecord(
          required(run, "id"),
          required(run, "scenario"),
          required(run, "profile"),
          Instant.parse(required(run, "started")),
          required(run, "tool"),
          Outcome.valueOf(required(run, "outcome")),
          Optional.ofNullable(run.get("emulated-because")),
          injected,
          context,
          arms.keySet().stream().map(this::arm).toList(),
          measurements,
          changes);
    }

    private Arm arm(String name) {
      Map<String, String> model = models.getOrDefault(name, Map.of());
      return new Arm(
          name,
          Optional.ofNullable(arms.get(name)).orElseThrow(),
          Path.of(required(model, "file")),
          required(model, "sha256"),
          Long.parseLong(required(model, "bytes")),
          lineages.getOrDefault(name, Map.of()));
    }

    private String required(Map<String, String> rows, String key) {
      return Optional.ofNullable(rows.get(key))
          .orElseThrow(() -> new UnreadableResultException(file, "has no \"" + key + "\""));
    }
  }
}

package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The update records of a store, one text file for each scenario and profile.
 *
 * <pre>
 * updates/SCENARIO/PROFILE.csv    kind,of,key,value
 *                                 record,,schema,1
 *                                 candidate,int8-static,outcome,PASS
 *                                 input,int8-static,reference,7b2a...
 * </pre>
 *
 * <p>A record appears whole or not at all. It holds nothing of one machine, so that a store can be
 * kept in version control.
 */
public final class UpdateRecords {

  /** Version of the records; a reader reads every version up to its own. */
  public static final int SCHEMA = 1;

  /** The folder of a store that holds them. */
  static final String ROOM = "updates";

  private static final List<String> COLUMNS = List.of("kind", "of", "key", "value");
  private static final String RECORD = "record";
  private static final String CANDIDATE = "candidate";
  private static final String INPUT = "input";
  private static final String REMEDY =
      "; delete it, and the next update makes and measures everything";

  private final Path root;

  /** Of a store; nothing is written before the first record. */
  public UpdateRecords(Path root) {
    this.root = root;
  }

  /** Where the record of a scenario and profile is. */
  public Path file(String scenario, String profile) {
    return root.resolve(ROOM).resolve(encoded(scenario)).resolve(encoded(profile) + ".csv");
  }

  /**
   * The record of a scenario and profile, if there is one.
   *
   * @throws UnreadableResultException if it is damaged, or a newer version wrote it
   */
  public Optional<UpdateRecord> read(String scenario, String profile) {
    Path file = file(scenario, profile);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /**
   * Writes a record in place of the one before.
   *
   * @throws UncheckedIOException if the store cannot be written
   */
  public void write(UpdateRecord record) {
    Path file = file(record.scenario(), record.profile());
    Path partial = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try {
        Table.write(partial, COLUMNS, rows -> rows(record, rows));
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
        Files.move(
            partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the store " + root, e);
    }
  }

  private static void rows(UpdateRecord record, Table.Rows rows) {
    rows.add(RECORD, "", "schema", SCHEMA);
    rows.add(RECORD, "", "scenario", record.scenario());
    rows.add(RECORD, "", "profile", record.profile());
    rows.add(RECORD, "", "at", record.at());
    rows.add(RECORD, "", "promoted", record.promoted());
    for (UpdateRecord.Entry each : record.candidates()) {
      rows.add(CANDIDATE, each.name(), "sha256", each.sha256());
      rows.add(CANDIDATE, each.name(), "run", each.runId());
      rows.add(CANDIDATE, each.name(), "outcome", each.outcome());
      each.inputs().forEach((key, print) -> rows.add(INPUT, each.name(), key, print));
    }
  }

  static UpdateRecord read(Path file) {
    Map<String, String> facts = new LinkedHashMap<>();
    Map<String, Map<String, String>> candidates = new LinkedHashMap<>();
    Map<String, Map<String, String>> inputs = new LinkedHashMap<>();
    Table.read(
        file,
        COLUMNS,
        row -> {
          String of = row.text("of");
          switch (row.text("kind")) {
            case RECORD -> facts.put(row.text("key"), row.text("value"));
            case CANDIDATE -> put(candidates, of, row);
            case INPUT -> put(inputs, of, row);
            default -> throw new IllegalArgumentException("no kind: " + row.text("kind"));
          }
        });
    try {
      requireReadable(file, Integer.parseInt(required(file, facts, "schema")));
      List<UpdateRecord.Entry> entries = new ArrayList<>();
      candidates.forEach(
          (name, own) -> entries.add(entry(file, name, own, inputs.getOrDefault(name, Map.of()))));
      return new UpdateRecord(
          required(file, facts, "scenario"),
          required(file, facts, "profile"),
          Instant.parse(required(file, facts, "at")),
          required(file, facts, "promoted").equals("true"),
          entries);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new UnreadableResultException(file, "cannot be understood: " + e.getMessage() + REMEDY);
    }
  }

  private static void put(Map<String, Map<String, String>> all, String of, Table.Row row) {
    all.computeIfAbsent(of, name -> new LinkedHashMap<>()).put(row.text("key"), row.text("value"));
  }

  private static void requireReadable(Path file, int schema) {
    if (schema < 1 || schema > SCHEMA) {
      throw new UnreadableResultException(
          file,
          "has schema %d; this version reads 1 to %d: use a newer one".formatted(schema, SCHEMA));
    }
  }

  private static UpdateRecord.Entry entry(
      Path file, String name, Map<String, String> own, Map<String, String> inputs) {
    return new UpdateRecord.Entry(
        name,
        required(file, own, "sha256"),
        required(file, own, "run"),
        Outcome.valueOf(required(file, own, "outcome")),
        inputs);
  }

  private static String required(Path file, Map<String, String> cells, String key) {
    return Optional.ofNullable(cells.get(key))
        .orElseThrow(() -> new UnreadableResultException(file, "has no \"" + key + "\"" + REMEDY));
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}

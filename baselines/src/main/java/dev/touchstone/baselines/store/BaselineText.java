package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A baseline as a table of keys and values. Its id is the beginning of the text's SHA-256, so that
 * a text that was changed does not answer to its name any more.
 *
 * <p>Schema 1 had no row {@code schema} and no attachments.
 */
record BaselineText(Path file, String text, Map<String, String> cells) {

  /** Version of the table; a reader reads every version up to its own. */
  static final int SCHEMA = 2;

  private static final String LINEAGE = "lineage.";
  private static final String ATTACHMENT = "attachment.";

  /**
   * Tells of a baseline.
   *
   * @param model the name of the model's file in the store
   */
  static String of(Promotion wish, String model) {
    return Table.text(
        Columns.RUN,
        rows -> {
          rows.add("schema", SCHEMA);
          rows.add("scenario", wish.scenario());
          rows.add("profile", wish.profile());
          rows.add("arm", wish.arm().name());
          rows.add("model", model);
          rows.add("sha256", wish.arm().sha256());
          rows.add("bytes", wish.arm().bytes());
          rows.add("run", wish.origin().runId());
          rows.add("outcome", wish.origin().outcome());
          rows.add("since", wish.signature().at());
          rows.add("because", wish.signature().because());
          wish.arm().lineage().forEach((key, value) -> rows.add(LINEAGE + key, value));
          wish.attachments().forEach((name, text) -> rows.add(ATTACHMENT + name, sha256(text)));
        });
  }

  /** The id of a baseline with that text. */
  static String idOf(String text) {
    return sha256(text).substring(0, 16);
  }

  /** Of a text, whatever its line ends. */
  static String sha256(String text) {
    return Seal.sha256(text.replace("\r\n", "\n"));
  }

  /**
   * Reads one.
   *
   * @param file where the text comes from
   * @throws UnreadableResultException if it is of a newer version, or no table
   */
  static BaselineText read(Path file, String text) {
    Map<String, String> cells = new LinkedHashMap<>();
    Table.read(
        file,
        text.replace("\r\n", "\n"),
        Columns.RUN,
        row -> cells.put(row.text("key"), row.text("value")));
    String schema = cells.getOrDefault("schema", "1");
    if (!schema.equals("1") && !schema.equals("" + SCHEMA)) {
      throw new UnreadableResultException(
          file,
          "was written in schema "
              + schema
              + "; this version reads up to "
              + SCHEMA
              + "; use a newer Touchstone");
    }
    return new BaselineText(file, text, cells);
  }

  String id() {
    return idOf(text);
  }

  String required(String key) {
    return Optional.ofNullable(cells.get(key))
        .orElseThrow(() -> new UnreadableResultException(file, "has no \"" + key + "\""));
  }

  /** The SHA-256 of each text that is kept with it, by file name. */
  Map<String, String> attachments() {
    return having(ATTACHMENT);
  }

  private Map<String, String> having(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    cells.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }

  /**
   * The baseline that it tells of.
   *
   * @param models the folder of its model
   * @throws UnreadableResultException if something is missing or cannot be understood
   */
  StoredBaseline in(Role role, Path models) {
    try {
      List<Path> attached =
          attachments().keySet().stream().map(name -> file.resolveSibling(bare(name))).toList();
      return new StoredBaseline(
          id(),
          required("scenario"),
          required("profile"),
          role,
          required("arm"),
          models.resolve(bare(required("model"))),
          required("sha256"),
          Long.parseLong(required("bytes")),
          required("run"),
          Outcome.valueOf(required("outcome")),
          Instant.parse(required("since")),
          required("because"),
          having(LINEAGE),
          attached);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new UnreadableResultException(file, "cannot be understood: " + e.getMessage());
    }
  }

  /** A name that leads nowhere else, also in a store that came from elsewhere. */
  private static String bare(String name) {
    if (name.isBlank() || name.startsWith(".") || name.matches(".*[/\\\\\u0000].*")) {
      throw new IllegalArgumentException("\"" + name + "\" is no bare file name");
    }
    return name;
  }
}

package dev.touchstone.baselines.store;

import dev.touchstone.baselines.Outcome;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that was done to the baselines of a scenario on a profile, oldest first. It is the one
 * truth about which baseline has which role: whatever changes a role adds a line, and the roles
 * follow from the lines.
 *
 * <p>A table to which lines are only added. The first line says its schema. The last column of each
 * chains it to the lines before: the first 16 digits of the SHA-256 of the chain so far and the
 * other cells. A line that was changed, removed or put in by hand is therefore named.
 *
 * @param acts oldest first
 */
record Journal(List<Act> acts) {

  /** Version of the table; a reader reads every version up to its own. */
  static final int SCHEMA = 1;

  static final Journal EMPTY = new Journal(List.of());

  private static final String REMEDY = "put it back as version control has it";

  private static final List<String> COLUMNS =
      List.of(
          "at",
          "by",
          "act",
          "baseline",
          "arm",
          "sha256",
          "outcome",
          "replaces",
          "because",
          "chain");

  /** Copies the list. */
  Journal {
    acts = List.copyOf(acts);
  }

  Journal with(Act act) {
    List<Act> longer = new ArrayList<>(acts);
    longer.add(act);
    return new Journal(longer);
  }

  /** What follows from the lines. */
  Standing standing() {
    return Standing.after(acts);
  }

  String text() {
    String[] chain = {""};
    return Table.text(
        COLUMNS,
        rows -> {
          rows.add("schema", SCHEMA, "", "", "", "", "", "", "", "");
          for (Act act : acts) {
            List<String> cells = cells(act);
            chain[0] = link(chain[0], cells);
            List<Object> row = new ArrayList<>(cells);
            row.add(chain[0]);
            rows.add(row.toArray());
          }
        });
  }

  private static List<String> cells(Act act) {
    return List.of(
        act.signature().at().toString(),
        act.signature().by(),
        act.kind().key(),
        act.baseline(),
        act.arm(),
        act.sha256(),
        act.outcome().name(),
        act.replaces(),
        act.signature().because());
  }

  private static String link(String before, List<String> cells) {
    return Seal.sha256(before + "\u0000" + String.join("\u0000", cells)).substring(0, 16);
  }

  /**
   * Reads a journal.
   *
   * @param file where the text comes from
   * @throws UnreadableResultException if it is none, was changed, or is of a newer version
   */
  static Journal read(Path file, String text) {
    Reading reading = new Reading(file);
    Table.read(file, text.replace("\r\n", "\n"), COLUMNS, reading::take);
    if (!reading.begun) {
      throw new UnreadableResultException(file, "has no line with its schema; " + REMEDY);
    }
    return new Journal(reading.acts);
  }

  /** What has been read so far. */
  private static final class Reading {

    private final Path file;
    private final List<Act> acts = new ArrayList<>();
    private boolean begun;
    private String chain = "";

    Reading(Path file) {
      this.file = file;
    }

    void take(Table.Row row) {
      if (begun) {
        Act act = act(row);
        chain = link(chain, cells(act));
        if (!chain.equals(row.text("chain"))) {
          throw new UnreadableResultException(
              file,
              "line "
                  + (acts.size() + 1)
                  + " does not follow from the lines before it: one of them was changed, removed"
                  + " or put in by hand; "
                  + REMEDY);
        }
        acts.add(act);
        return;
      }
      if (!row.text("at").equals("schema")) {
        throw new UnreadableResultException(file, "does not begin with its schema; " + REMEDY);
      }
      if (row.count("by") > SCHEMA) {
        throw new UnreadableResultException(
            file,
            "was written in schema "
                + row.text("by")
                + "; this version reads up to "
                + SCHEMA
                + "; use a newer Touchstone");
      }
      begun = true;
    }

    private static Act act(Table.Row row) {
      try {
        return new Act(
            new Signature(Instant.parse(row.text("at")), row.text("by"), row.text("because")),
            kind(row.text("act")),
            row.text("baseline"),
            row.text("arm"),
            row.text("sha256"),
            Outcome.valueOf(row.text("outcome")),
            row.text("replaces"));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }

    private static Act.Kind kind(String key) {
      for (Act.Kind kind : Act.Kind.values()) {
        if (kind.key().equals(key)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("\"" + key + "\" is no act");
    }
  }

  /** The acts that say what ships, without those that only tidy up. */
  List<Act> decisions() {
    return acts.stream().filter(act -> !act.isHousekeeping()).toList();
  }

  /** The act that gave a baseline its role, the last one if it was given several times. */
  Optional<Act> actOf(String baseline) {
    return acts.stream()
        .filter(act -> act.baseline().equals(baseline) && act.kind() != Act.Kind.PRUNE)
        .reduce((first, second) -> second);
  }

  /** The ids of all baselines that the journal names, those without a model too. */
  Set<String> baselines() {
    Set<String> ids = new LinkedHashSet<>();
    acts.stream().map(Act::baseline).filter(id -> !id.isEmpty()).forEach(ids::add);
    return ids;
  }
}

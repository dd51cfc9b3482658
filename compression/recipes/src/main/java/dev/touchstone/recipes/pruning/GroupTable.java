package dev.touchstone.recipes.pruning;

import dev.touchstone.recipes.pruning.Selection.Contender;
import dev.touchstone.scenarios.PruneStructured.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What became of each group of units. */
final class GroupTable {

  private Map<String, Row> before = new LinkedHashMap<>();
  private Map<String, Row> rows = new LinkedHashMap<>();

  /**
   * One group.
   *
   * @param original units before the first iteration
   * @param left units that are left
   * @param reason why no more went; blank if all did that should
   */
  private record Row(
      Part part, String layers, int original, int left, int channelsPerUnit, String reason) {}

  /** Begins an iteration. */
  void begin() {
    before = new LinkedHashMap<>(rows);
  }

  /** Forgets the last iteration. */
  void takeBack() {
    rows = new LinkedHashMap<>(before);
  }

  void leave(UnitGroup group, String reason) {
    int units = group.units().size();
    put(group, units, units, reason);
  }

  void record(Contender contender, Set<Integer> removed) {
    UnitGroup group = contender.group();
    int gone = (int) group.units().stream().filter(removed::contains).count();
    int left = group.units().size() - gone;
    String reason = left == contender.original() ? "rounding and the least number leave all" : "";
    if (!rows.containsKey(group.identity()) || gone > 0 || left < contender.original()) {
      put(group, contender.original(), left, reason);
    }
  }

  private void put(UnitGroup group, int original, int left, String reason) {
    rows.put(
        group.identity(),
        new Row(group.part(), group.label(), original, left, group.channelsPerUnit(), reason));
  }

  /** What went of each kind, and what stayed for which reason. */
  List<String> notes(int most) {
    List<String> notes = new ArrayList<>();
    for (Part part : Part.values()) {
      int original = 0;
      int left = 0;
      for (Row row : rows.values()) {
        if (row.part == part && row.left < row.original) {
          original += row.original;
          left += row.left;
        }
      }
      if (left < original) {
        notes.add("%d of %d %s taken out".formatted(original - left, original, plural(part)));
      }
    }
    Map<String, List<String>> alone = new LinkedHashMap<>();
    rows.values().stream()
        .filter(r -> r.left == r.original)
        .forEach(r -> alone.computeIfAbsent(r.reason, k -> new ArrayList<>()).add(r.layers));
    alone.entrySet().stream()
        .limit(most)
        .forEach(
            e ->
                notes.add(
                    "left alone: " + StructuredPruning.some(e.getValue()) + ": " + e.getKey()));
    if (alone.size() > most) {
      notes.add((alone.size() - most) + " more reasons are in pruning.csv");
    }
    return notes;
  }

  static String word(Part part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String plural(Part part) {
    return switch (part) {
      case CHANNELS -> "channels";
      case HEADS -> "attention heads";
      case FEED_FORWARD -> "neurons";
      case WIDTH -> "channels of the width";
      case BLOCKS -> "blocks";
    };
  }

  /** One line a group. */
  String csv() {
    StringBuilder csv = new StringBuilder("kind,layers,units,left,channels per unit,reason\n");
    for (Row row : rows.values()) {
      csv.append(word(row.part))
          .append(',')
          .append(quoted(row.layers))
          .append(',')
          .append(row.original)
          .append(',')
          .append(row.left)
          .append(',')
          .append(row.channelsPerUnit)
          .append(',')
          .append(quoted(row.reason))
          .append('\n');
    }
    return csv.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"").replace('\n', ' ') + '"';
  }
}

package dev.touchstone.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of text: columns as wide as their widest cell, numbers to the right. */
final class TextTable {

  private static final String GAP = "  ";

  private final List<Boolean> right = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Begins with the heads of the columns; one that starts with {@code >} is for numbers. */
  TextTable(String... heads) {
    for (String head : heads) {
      right.add(head.startsWith(">"));
    }
    rows.add(Arrays.stream(heads).map(head -> head.replaceFirst("^>", "")).toList());
  }

  /** Adds a row with a cell for each column. */
  TextTable row(Object... cells) {
    if (cells.length != right.size()) {
      throw new IllegalArgumentException(
          "a row has " + right.size() + " cells, was given " + cells.length);
    }
    rows.add(Arrays.stream(cells).map(String::valueOf).toList());
    return this;
  }

  /** The table, two spaces in, each line ended by a line feed; nothing if there is no row. */
  String render() {
    if (rows.size() == 1) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.size(); c++) {
        String padding = " ".repeat(width(c) - row.get(c).length());
        line.append(GAP).append(right.get(c) ? padding + row.get(c) : row.get(c) + padding);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}

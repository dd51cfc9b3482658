package dev.touchstone.reports;

import java.util.ArrayList;
import java.util.List;

/** The arms side by side in columns; arms that do not fit follow in a further block. */
final class ArmColumns {

  private static final int LONGEST_NAME = 24;

  private final ArmTable table;
  private final Paint paint;
  private final int width;
  private final int labelWidth;

  ArmColumns(ArmTable table, Paint paint, int width) {
    this.table = table;
    this.paint = paint;
    this.width = width;
    this.labelWidth = table.rows().stream().mapToInt(r -> Plain.width(r.label())).max().orElse(0);
  }

  /** The lines of all blocks, an empty line before each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<Integer> block = new ArrayList<>();
    int used = 2 + labelWidth;
    for (int arm = 0; arm < table.arms().size(); arm++) {
      int needed = 3 + valueWidth(arm) + changeWidth(arm);
      if (block.size() > 1 && used + needed > width) {
        lines.addAll(block(block));
        block.clear();
        block.add(0);
        used = 2 + labelWidth + 3 + valueWidth(0);
      }
      block.add(arm);
      used += needed;
    }
    lines.addAll(block(block));
    return lines;
  }

  private List<String> block(List<Integer> arms) {
    List<String> lines = new ArrayList<>(List.of(""));
    StringBuilder header = new StringBuilder("  " + " ".repeat(labelWidth));
    for (int arm : arms) {
      header
          .append("   ")
          .append(
              Plain.left(
                  Plain.right(name(arm), valueWidth(arm)), valueWidth(arm) + changeWidth(arm)));
    }
    lines.add(paint.strong(header.toString().stripTrailing()));
    for (ArmTable.Row row : table.rows()) {
      StringBuilder line = new StringBuilder("  " + Plain.left(row.label(), labelWidth));
      for (int arm : arms) {
        line.append("   ").append(Plain.right(row.value(arm), valueWidth(arm)));
        line.append(paint.faint(change(row, arm)));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private String change(ArmTable.Row row, int arm) {
    int changeWidth = changeWidth(arm);
    return changeWidth == 0 ? "" : Plain.right(row.change(arm).orElse(""), changeWidth);
  }

  private String name(int arm) {
    return Plain.shorten(Plain.line(table.arms().get(arm).name()), LONGEST_NAME);
  }

  private int valueWidth(int arm) {
    int values = table.rows().stream().mapToInt(r -> Plain.width(r.value(arm))).max().orElse(0);
    return Math.max(values, Plain.width(name(arm)));
  }

  /** Two columns of space and the longest change; nothing if no row has one. */
  private int changeWidth(int arm) {
    int longest =
        table.rows().stream()
            .flatMapToInt(r -> r.change(arm).stream().mapToInt(Plain::width))
            .max()
            .orElse(0);
    return longest == 0 ? 0 : longest + 2;
  }
}

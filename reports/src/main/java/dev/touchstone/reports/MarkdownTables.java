package dev.touchstone.reports;

import static dev.touchstone.reports.Markdown.escape;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import java.util.ArrayList;
import java.util.List;

/** The tables that every Markdown report shows, line by line, each with its line end. */
final class MarkdownTables {

  /** The head of a table of {@link #finding} rows. */
  static final String FINDINGS =
      """
      | | check | value | baseline | loss [interval] | limit |
      |---|---|---:|---:|---:|---|
      """;

  private MarkdownTables() {}

  /** The row of one finding. */
  static String finding(Finding finding) {
    return row(
        Wording.mark(finding.outcome()) + " " + finding.outcome(),
        escape(Wording.subject(finding)),
        finding.value().map(Numbers::quantity).orElse(Wording.ABSENT),
        finding.baseline().map(Numbers::quantity).orElse(Wording.ABSENT),
        escape(Wording.evidence(finding)),
        limit(finding));
  }

  /** The row that stands for the slices of a group. */
  static String slices(FindingGroup group, Outcome outcome) {
    String limit = limit(group.findings().get(0));
    return row(Wording.mark(outcome), escape(group.summary()), "", "", "", limit);
  }

  /** What did not hold, and why. */
  static String reason(Finding finding) {
    return "**"
        + finding.outcome()
        + "** "
        + escape(Wording.subject(finding))
        + ": "
        + escape(finding.reason());
  }

  private static String limit(Finding finding) {
    return escape(Wording.limit(finding.requirement().rule()));
  }

  /** The head of the table of arms. */
  static String armsHead(ArmTable table) {
    StringBuilder out = new StringBuilder("|");
    table.arms().forEach(arm -> out.append(" | ").append(escape(arm.name())));
    return out + " |\n|---" + "|---:".repeat(table.arms().size()) + "|\n";
  }

  /** The rows of the table of arms. */
  static List<String> arms(ArmTable table) {
    List<String> rows = new ArrayList<>();
    for (ArmTable.Row row : table.rows()) {
      List<String> cells = new ArrayList<>(List.of(escape(row.label())));
      for (int arm = 0; arm < table.arms().size(); arm++) {
        cells.add(row.value(arm) + row.change(arm).map(c -> " (" + c + ")").orElse(""));
      }
      rows.add(row(cells.toArray(String[]::new)));
    }
    return rows;
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}

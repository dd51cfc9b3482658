package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** {@code report.md}: a comment for a pull request, in GitHub's dialect of Markdown. */
public final class MarkdownReport implements ReportFormat {

  @Override
  public String name() {
    return "markdown";
  }

  @Override
  public String output() {
    return "report.md";
  }

  @Override
  public void render(Verdict verdict, Path folder) {
    StringBuilder out = new StringBuilder();
    RunResult run = verdict.run();
    out.append("## ").append(Wording.mark(verdict.outcome())).append(' ').append(verdict.outcome());
    out.append(": ").append(escape(run.scenarioName())).append(" on ");
    out.append(escape(Wording.hardware(run))).append("\n\n");
    out.append(capital(escape(Wording.sentence(verdict)))).append(".\n");
    FindingGroup.byArm(verdict).forEach((arm, groups) -> findings(out, arm, groups));
    String legend = Wording.legend(verdict);
    if (!legend.isEmpty()) {
      out.append("\n<sub>").append(escape(capital(legend))).append(".</sub>\n");
    }
    arms(out, ArmTable.of(verdict));
    list(out, "Conditions not met", run.environment().violations());
    list(out, "Warnings", run.environment().warnings());
    list(out, "Faults", run.faults().stream().map(MarkdownReport::fault).toList());
    list(out, "Notes", verdict.notes());
    provenance(out, run);
    AtomicFile.write(folder.resolve(output()), out.toString());
  }

  private static void findings(StringBuilder out, String arm, List<FindingGroup> groups) {
    out.append("\n### ").append(escape(arm)).append("\n\n");
    out.append("| | check | value | baseline | loss [interval] | limit |\n");
    out.append("|---|---|---:|---:|---:|---|\n");
    for (FindingGroup group : groups) {
      if (group.isSliced()) {
        out.append("| ").append(Wording.mark(group.outcome())).append(" | ");
        out.append(escape(group.summary())).append(" | | | | ");
        out.append(escape(Wording.limit(group.requirement().rule()))).append(" |\n");
      }
      (group.isSliced() ? group.open() : group.findings()).forEach(f -> row(out, f));
    }
    List<Finding> open = groups.stream().flatMap(g -> g.open().stream()).toList();
    for (Finding finding : open) {
      out.append("\n**").append(finding.outcome()).append("** ");
      out.append(escape(Wording.subject(finding))).append(": ");
      out.append(escape(finding.reason())).append('\n');
    }
  }

  private static void row(StringBuilder out, Finding finding) {
    out.append("| ").append(Wording.mark(finding.outcome())).append(' ');
    out.append(finding.outcome()).append(" | ").append(escape(Wording.subject(finding)));
    out.append(" | ").append(finding.value().map(Numbers::quantity).orElse(Wording.ABSENT));
    out.append(" | ").append(finding.baseline().map(Numbers::quantity).orElse(Wording.ABSENT));
    out.append(" | ").append(escape(Wording.evidence(finding)));
    out.append(" | ").append(escape(Wording.limit(finding.requirement().rule())));
    out.append(" |\n");
  }

  private static void arms(StringBuilder out, ArmTable table) {
    if (table.rows().isEmpty()) {
      return;
    }
    out.append("\n### The arms side by side\n\n|");
    table.arms().forEach(a -> out.append(" | ").append(escape(a.name())));
    out.append(" |\n|---").append("|---:".repeat(table.arms().size())).append("|\n");
    for (ArmTable.Row row : table.rows()) {
      out.append("| ").append(escape(row.label()));
      for (int arm = 0; arm < table.arms().size(); arm++) {
        out.append(" | ").append(row.value(arm));
        row.change(arm).ifPresent(c -> out.append(" (").append(c).append(')'));
      }
      out.append(" |\n");
    }
  }

  private static String fault(Fault fault) {
    return fault.arm() + ", " + fault.trial() + ": " + fault.reason();
  }

  private static void list(StringBuilder out, String title, List<String> entries) {
    if (entries.isEmpty()) {
      return;
    }
    out.append("\n### ").append(title).append("\n\n");
    entries.forEach(e -> out.append("- ").append(escape(e)).append('\n'));
  }

  private static void provenance(StringBuilder out, RunResult run) {
    out.append("\n<details><summary>Where this comes from</summary>\n\n");
    out.append("Run ").append(escape(run.id())).append(", seed ").append(run.seed());
    out.append(", ").append(Wording.duration(run)).append(", Touchstone ");
    out.append(escape(run.provenance().toolVersion())).append(".\n\n");
    for (Arm arm : run.arms()) {
      out.append("- ")
          .append(escape(arm.name()))
          .append(": ")
          .append(escape(Wording.fileName(arm)));
      out.append(", SHA-256 ").append(escape(arm.sha256())).append('\n');
    }
    String facts =
        run.environment().facts().entrySet().stream()
            .map(e -> "- " + escape(e.getKey()) + ": " + escape(e.getValue()) + "\n")
            .collect(Collectors.joining());
    out.append(facts).append("\n</details>\n");
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + sentence.substring(1);
  }

  /**
   * Takes the meaning from every character that Markdown or HTML knows, and from {@code @}, with
   * which a name could call a person.
   */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    Plain.line(text)
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '@' -> out.append("&#64;");
                case '|', '\\', '`', '*', '_', '[', ']', '#', '~', '!' ->
                    out.append('\\').append((char) c);
                default -> out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}

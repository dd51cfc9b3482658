package dev.touchstone.reports;

import static dev.touchstone.reports.Markdown.escape;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Fault;
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
    out.append(Markdown.capital(escape(Wording.sentence(verdict)))).append(".\n");
    FindingGroup.byArm(verdict).forEach((arm, groups) -> findings(out, arm, groups));
    String legend = Wording.legend(verdict);
    if (!legend.isEmpty()) {
      out.append("\n<sub>").append(escape(Markdown.capital(legend))).append(".</sub>\n");
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
    out.append("\n### ").append(escape(arm)).append("\n\n").append(MarkdownTables.FINDINGS);
    for (FindingGroup group : groups) {
      if (group.isSliced()) {
        out.append(MarkdownTables.slices(group, group.outcome()));
      }
      (group.isSliced() ? group.open() : group.findings())
          .forEach(f -> out.append(MarkdownTables.finding(f)));
    }
    groups.stream()
        .flatMap(g -> g.open().stream())
        .forEach(f -> out.append('\n').append(MarkdownTables.reason(f)).append('\n'));
  }

  private static void arms(StringBuilder out, ArmTable table) {
    if (table.rows().isEmpty()) {
      return;
    }
    out.append("\n### The arms side by side\n\n").append(MarkdownTables.armsHead(table));
    MarkdownTables.arms(table).forEach(out::append);
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
}

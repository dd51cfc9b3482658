package dev.touchstone.reports;

import static dev.touchstone.reports.Markdown.escape;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A verdict as Markdown for a pull request, a merge request or the summary of a job: the answer
 * first, then what did not hold, and folded away what did.
 *
 * <p>It never has more than {@value #MOST_CHARACTERS} characters, since GitHub refuses a comment of
 * more than 65 536: what there is no room for is counted, and the report has it.
 */
public final class Summary {

  /** The length that is never exceeded, in UTF-16 code units. */
  public static final int MOST_CHARACTERS = 65_000;

  private static final int MOST_OF_A_NAME = 200;
  private static final int MOST_OF_A_SENTENCE = 2000;

  private final Verdict verdict;
  private final BoundedText out;

  private Summary(Verdict verdict, String footer) {
    this.verdict = verdict;
    this.out = new BoundedText(MOST_CHARACTERS - footer.length());
  }

  /**
   * Renders a verdict.
   *
   * @param report where the whole report is, as a reader would look for it; may be empty
   */
  public static String render(Verdict verdict, String report) {
    String footer = footer(verdict.run(), report);
    return new Summary(verdict, footer).body() + footer;
  }

  private String body() {
    head();
    open();
    conditions();
    passed();
    arms();
    remarks();
    return out.toString();
  }

  private void head() {
    RunResult run = verdict.run();
    out.add(
        "## "
            + Wording.mark(verdict.outcome())
            + " "
            + verdict.outcome()
            + ": "
            + name(run.scenarioName())
            + " on "
            + name(Wording.hardware(run))
            + "\n\n"
            + Markdown.capital(escape(Wording.sentence(verdict)))
            + ".\n");
  }

  /** What failed comes before what could not be told. */
  private void open() {
    List<Finding> open =
        groups().stream()
            .flatMap(group -> group.open().stream())
            .sorted(Comparator.comparing(Finding::outcome).reversed())
            .toList();
    out.list("\n" + tableHead(), open.stream().map(this::row).toList(), "");
    String legend = open.isEmpty() ? "" : Wording.legend(verdict);
    if (!legend.isEmpty()) {
      out.add("\n<sub>" + escape(Markdown.capital(legend)) + ".</sub>\n");
    }
    out.list("\n", open.stream().map(this::reason).toList(), "");
  }

  private void conditions() {
    RunResult run = verdict.run();
    list("Conditions not met", run.environment().violations());
    list(
        "Faults",
        run.faults().stream().map(f -> f.arm() + ", " + f.trial() + ": " + f.reason()).toList());
  }

  private void passed() {
    List<String> rows = new ArrayList<>();
    for (FindingGroup group : groups()) {
      if (group.isSliced() && !group.passed().isEmpty()) {
        rows.add(model(group.arm()) + MarkdownTables.slices(group, Outcome.PASS));
      } else {
        group.passed().forEach(f -> rows.add(row(f)));
      }
    }
    long all = groups().stream().mapToLong(group -> group.passed().size()).sum();
    fold(Wording.count(all, "check holds", "checks hold"), tableHead(), rows);
  }

  private void arms() {
    ArmTable table = ArmTable.of(verdict);
    fold("The arms side by side", MarkdownTables.armsHead(table), MarkdownTables.arms(table));
  }

  private void remarks() {
    List<String> remarks = new ArrayList<>();
    verdict.run().environment().warnings().forEach(w -> remarks.add(item("warning: " + w)));
    verdict.notes().forEach(n -> remarks.add(item(n)));
    fold(Wording.count(remarks.size(), "remark", "remarks"), "", remarks);
  }

  private static String footer(RunResult run, String report) {
    String place = report.isEmpty() ? "" : "Report: " + name(report) + " · ";
    return "\n<sub>"
        + place
        + "run "
        + name(run.id())
        + ", seed "
        + run.seed()
        + ", "
        + Wording.duration(run)
        + ", Touchstone "
        + name(run.provenance().toolVersion())
        + "</sub>\n";
  }

  private List<FindingGroup> groups() {
    Map<String, List<FindingGroup>> byArm = FindingGroup.byArm(verdict);
    return byArm.values().stream().flatMap(List::stream).toList();
  }

  /** The tables of report.md stand under the name of a model; here one table holds all models. */
  private static String tableHead() {
    String[] lines = MarkdownTables.FINDINGS.split("\n", -1);
    return "| model " + lines[0] + "\n|---" + lines[1] + "\n";
  }

  private String row(Finding finding) {
    return model(finding.arm()) + MarkdownTables.finding(shortened(finding));
  }

  private static String model(String arm) {
    return "| " + name(arm) + " ";
  }

  private String reason(Finding finding) {
    return "- " + name(finding.arm()) + ": " + MarkdownTables.reason(shortened(finding)) + "\n";
  }

  private static Finding shortened(Finding f) {
    return new Finding(
        f.requirement(),
        f.arm(),
        Plain.shorten(f.slice(), MOST_OF_A_NAME),
        f.outcome(),
        f.value(),
        f.baseline(),
        f.loss(),
        f.estimate(),
        f.n(),
        Plain.shorten(f.reason(), MOST_OF_A_SENTENCE));
  }

  private void list(String title, List<String> sentences) {
    out.list("\n### " + title + "\n\n", sentences.stream().map(Summary::item).toList(), "");
  }

  private static String item(String sentence) {
    return "- " + escape(Plain.shorten(sentence, MOST_OF_A_SENTENCE)) + "\n";
  }

  private void fold(String title, String head, List<String> lines) {
    out.list("\n<details><summary>" + title + "</summary>\n\n" + head, lines, "\n</details>\n");
  }

  private static String name(String text) {
    return escape(Plain.shorten(text, MOST_OF_A_NAME));
  }
}

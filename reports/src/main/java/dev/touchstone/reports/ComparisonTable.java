package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Unit;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Two or more models side by side for a terminal: every metric with both values, their ratio with
 * its interval and what is to be thought of it; then one sentence on which is faster.
 */
public final class ComparisonTable {

  private static final int NARROWEST = 60;
  private static final String GAP = "  ";

  private final Verdict verdict;
  private final Paint paint;
  private final int width;
  private final List<Arm> arms;
  private final ArmLabels labels;
  private final StringBuilder out = new StringBuilder();

  private ComparisonTable(Verdict verdict, Paint paint, int width) {
    this.verdict = verdict;
    this.paint = paint;
    this.width = Math.max(NARROWEST, width);
    this.arms = verdict.run().arms();
    this.labels = ArmLabels.of(arms);
  }

  /**
   * Renders a verdict as lines of text that end with a line feed.
   *
   * @param color whether to emphasize with ANSI escape sequences
   * @param width in columns; sentences are broken to fit, numbers and names of files never
   */
  public static String render(Verdict verdict, boolean color, int width) {
    return new ComparisonTable(verdict, color ? Paint.ANSI : Paint.NONE, width).render();
  }

  private String render() {
    header();
    for (int arm = 1; arm < arms.size(); arm++) {
      if (arms.get(arm).role() == ArmRole.CANDIDATE) {
        candidate(arm);
      }
    }
    if (!verdict.findings().isEmpty()) {
      String values = "latency and throughput as they were in the pairs";
      wrapped(Wording.legend(verdict) + " · " + values, GAP);
    }
    Remarks.lines(verdict, paint, width).forEach(this::line);
    summary();
    return out.toString();
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }

  private void wrapped(String text, String indent) {
    Wrap.lines(text, width - indent.length()).forEach(l -> line(paint.faint(indent + l)));
  }

  private void header() {
    int longest = labels.files().stream().mapToInt(Plain::width).max().orElse(0);
    for (int arm = 0; arm < arms.size(); arm++) {
      String size = new Quantity((double) arms.get(arm).bytes(), Unit.BYTE).toString();
      line(
          paint.strong(ArmLabels.letter(arm))
              + GAP
              + Plain.left(labels.file(arm), longest)
              + GAP
              + Plain.right(size, 9)
              + GAP
              + paint.faint(Wording.shortHash(arms.get(arm).sha256())));
    }
    RunResult run = verdict.run();
    wrapped(
        Plain.line(run.profileName())
            + " · seed "
            + run.seed()
            + " · "
            + Wording.duration(run)
            + " · Touchstone "
            + Plain.line(run.provenance().toolVersion()),
        GAP + " ");
  }

  private List<FindingGroup> groups(int arm) {
    return FindingGroup.byArm(verdict).getOrDefault(arms.get(arm).name(), List.of());
  }

  private void candidate(int arm) {
    List<FindingGroup> groups = groups(arm);
    if (groups.isEmpty()) {
      return;
    }
    List<ComparisonRow> rows = ComparisonRow.of(verdict, arms.get(arm), groups);
    Columns columns = new Columns(rows, groups, ArmLabels.letter(arm));
    line("");
    line(paint.strong(columns.header()));
    for (ComparisonRow row : rows) {
      if (row.group().filter(FindingGroup::isSliced).isPresent()) {
        columns.slices(row.group().orElseThrow());
      } else {
        line(columns.row(row));
        row.group().ifPresent(group -> group.open().forEach(columns::reason));
      }
    }
  }

  private void summary() {
    for (int arm = 1; arm < arms.size(); arm++) {
      if (arms.get(arm).role() != ArmRole.CANDIDATE) {
        continue;
      }
      ComparisonWords words = new ComparisonWords(labels.file(arm), labels.file(0));
      line("");
      Wrap.lines(words.speed(verdict, arms.get(arm).name()), width)
          .forEach(l -> line(paint.strong(l)));
      answer(words, groups(arm).stream().flatMap(g -> g.findings().stream()).toList());
    }
  }

  private void answer(ComparisonWords words, List<Finding> findings) {
    boolean invalid = verdict.outcome() == Outcome.INVALID;
    Outcome outcome =
        invalid
            ? Outcome.INVALID
            : findings.stream()
                .map(Finding::outcome)
                .max(Comparator.naturalOrder())
                .orElse(verdict.outcome());
    boolean unmet = invalid && findings.stream().noneMatch(f -> f.outcome() == Outcome.INVALID);
    String text = unmet || findings.isEmpty() ? Wording.sentence(verdict) : words.answer(findings);
    String mark = Wording.mark(outcome) + " " + outcome;
    String indent = " ".repeat(mark.length() + GAP.length());
    List<String> lines = Wrap.lines(text, width - indent.length());
    line(paint.outcome(outcome, mark) + GAP + lines.get(0));
    lines.stream().skip(1).forEach(l -> line(indent + l));
  }

  /** The columns of one candidate: outcome, metric, both values, ratio, limit. */
  private final class Columns {

    private final String letter;
    private final int outcome;
    private final int label;
    private final int theirs;
    private final int ours;
    private final int ratio;

    Columns(List<ComparisonRow> rows, List<FindingGroup> groups, String letter) {
      this.letter = letter;
      this.outcome = groups.stream().mapToInt(g -> g.outcome().name().length()).max().orElse(0) + 2;
      List<ComparisonRow> plain =
          rows.stream().filter(r -> r.group().filter(FindingGroup::isSliced).isEmpty()).toList();
      this.label = fit(plain, "", ComparisonRow::label);
      this.theirs = fit(plain, "A", ComparisonRow::theirs);
      this.ours = fit(plain, letter, ComparisonRow::ours);
      this.ratio = fit(plain, title(), ComparisonRow::ratio);
    }

    private String title() {
      return letter + " / A [interval]";
    }

    private static int fit(
        List<ComparisonRow> rows, String title, Function<ComparisonRow, String> cell) {
      return Stream.concat(Stream.of(title), rows.stream().map(cell))
          .mapToInt(Plain::width)
          .max()
          .orElse(0);
    }

    String header() {
      return cells(" ".repeat(outcome), "", "A", letter, title(), "limit");
    }

    String row(ComparisonRow row) {
      String cells =
          cells(
              row.group().map(g -> mark(g.outcome())).orElse(" ".repeat(outcome)),
              row.label(),
              row.theirs(),
              row.ours(),
              row.ratio(),
              row.limit());
      return row.group().isPresent() ? cells : paint.faint(cells.stripTrailing());
    }

    private String mark(Outcome of) {
      return paint.outcome(of, Plain.left(Wording.mark(of) + " " + of, outcome));
    }

    private String cells(
        String mark, String metric, String a, String b, String ratioCell, String limit) {
      return GAP
          + mark
          + GAP
          + Plain.left(metric, label)
          + GAP
          + Plain.right(a, theirs)
          + GAP
          + Plain.right(b, ours)
          + GAP
          + GAP
          + Plain.left(ratioCell, ratio)
          + GAP
          + limit;
    }

    /** The slices that pass in a sentence, each other one by itself. */
    void slices(FindingGroup group) {
      String indent = " ".repeat(2 * GAP.length() + outcome);
      String limit = " (limit " + Wording.limit(group.requirement().rule()) + ")";
      String summary = group.summary().replace(" vs reference", "") + limit;
      List<String> lines = Wrap.lines(summary, width - indent.length() - GAP.length());
      line(GAP + mark(group.outcome()) + GAP + lines.get(0));
      lines.stream().skip(1).forEach(l -> line(indent + GAP + l));
      for (Finding open : group.open()) {
        line(
            GAP
                + mark(open.outcome())
                + GAP
                + GAP
                + Plain.line(open.slice())
                + GAP
                + ComparisonWords.ratio(open));
        reason(open);
      }
    }

    void reason(Finding open) {
      String indent = " ".repeat(3 * GAP.length() + outcome);
      Wrap.lines(Plain.line(open.reason()), width - indent.length()).forEach(l -> line(indent + l));
    }
  }
}

package dev.touchstone.reports;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Findings in columns: outcome, subject, value, baseline, loss, limit. */
final class FindingColumns {

  private static final String GAP = "  ";
  private static final int SHORTEST_SUBJECT = 16;

  private final Paint paint;
  private final int width;
  private final int outcomeWidth;
  private final int subjectWidth;
  private final int valueWidth;
  private final int baselineWidth;
  private final int evidenceWidth;
  private final int limitWidth;

  /**
   * Fits the columns to their content.
   *
   * @param rows the findings that get a row of their own
   * @param groups all of the candidate's findings
   */
  FindingColumns(List<Finding> rows, List<FindingGroup> groups, Paint paint, int width) {
    this.paint = paint;
    this.width = width;
    this.outcomeWidth =
        groups.stream().mapToInt(g -> g.outcome().name().length()).max().orElse(0) + 2;
    this.valueWidth = fit("value", rows, FindingColumns::value);
    this.baselineWidth = fit("baseline", rows, FindingColumns::baseline);
    this.evidenceWidth = fit("loss [interval]", rows, Wording::evidence);
    this.limitWidth = fit("limit", rows, f -> Wording.limit(f.requirement().rule()));
    int others = outcomeWidth + valueWidth + baselineWidth + evidenceWidth + limitWidth;
    int wished = fit("check", rows, Wording::subject) + GAP.length();
    this.subjectWidth = Math.max(SHORTEST_SUBJECT, Math.min(wished, width - others - 12));
  }

  private static int fit(String title, List<Finding> rows, Function<Finding, String> cell) {
    int longest = rows.stream().mapToInt(f -> Plain.width(cell.apply(f))).max().orElse(0);
    return Math.max(title.length(), longest);
  }

  private static String value(Finding finding) {
    return finding.value().map(Numbers::quantity).orElse(Wording.ABSENT);
  }

  private static String baseline(Finding finding) {
    return finding.baseline().map(Numbers::quantity).orElse(Wording.ABSENT);
  }

  /** The titles of the columns. */
  String header(String subject) {
    return paint.strong(
        cells(" ".repeat(outcomeWidth), subject, "value", "baseline", "loss [interval]", "limit"));
  }

  /**
   * One finding.
   *
   * @param ofGroup whether its requirement is named above already, so that the slice is enough
   */
  String row(Finding finding, boolean ofGroup) {
    return cells(
        outcome(finding.outcome()),
        ofGroup ? GAP + Plain.line(finding.slice()) : Wording.subject(finding),
        value(finding),
        baseline(finding),
        Wording.evidence(finding),
        Wording.limit(finding.requirement().rule()));
  }

  private String outcome(Outcome outcome) {
    String text = Plain.left(Wording.mark(outcome) + " " + outcome, outcomeWidth);
    return paint.outcome(outcome, text);
  }

  private String cells(
      String outcome, String subject, String value, String baseline, String loss, String limit) {
    return GAP
        + outcome
        + GAP
        + Plain.left(Plain.shorten(subject, subjectWidth), subjectWidth)
        + GAP
        + Plain.right(value, valueWidth)
        + GAP
        + Plain.right(baseline, baselineWidth)
        + GAP
        + Plain.right(loss, evidenceWidth)
        + GAP
        + Plain.left(limit, limitWidth);
  }

  /** The slices that passed in one sentence. */
  List<String> summary(FindingGroup group) {
    int indent = 2 * GAP.length() + outcomeWidth;
    String limit = " (limit " + Wording.limit(group.requirement().rule()) + ")";
    List<String> lines = Wrap.lines(group.summary() + limit, width - indent - 2);
    List<String> result = new ArrayList<>();
    result.add(GAP + outcome(group.outcome()) + GAP + lines.get(0));
    lines.stream().skip(1).forEach(l -> result.add(" ".repeat(indent + 2) + l));
    return result;
  }

  /** Why a finding did not pass, and what to do. */
  List<String> reason(Finding finding) {
    int indent = 2 * GAP.length() + outcomeWidth + 2;
    return Wrap.lines(Plain.line(finding.reason()), width - indent).stream()
        .map(l -> " ".repeat(indent) + l)
        .toList();
  }
}

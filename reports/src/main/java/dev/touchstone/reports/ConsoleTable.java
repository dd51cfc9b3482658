package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A verdict for a terminal: what was judged, the arms side by side, each finding, and the answer.
 */
public final class ConsoleTable {

  /** The width that fits most terminals and logs. */
  public static final int DEFAULT_WIDTH = 100;

  private static final int NARROWEST = 40;
  private static final String GAP = "  ";

  private final Verdict verdict;
  private final Paint paint;
  private final int width;
  private final StringBuilder out = new StringBuilder();

  private ConsoleTable(Verdict verdict, Paint paint, int width) {
    this.verdict = verdict;
    this.paint = paint;
    this.width = Math.max(NARROWEST, width);
  }

  /**
   * Renders a verdict as lines of text that end with a line feed.
   *
   * @param color whether to emphasize with ANSI escape sequences
   * @param width in columns; sentences are broken and long names cut to fit, numbers never, so that
   *     a line may be longer on a very narrow terminal
   */
  public static String render(Verdict verdict, boolean color, int width) {
    return new ConsoleTable(verdict, color ? Paint.ANSI : Paint.NONE, width).render();
  }

  private String render() {
    header();
    arms();
    findings();
    Remarks.lines(verdict, paint, width).forEach(this::line);
    String answer = verdict.outcome().name();
    line("");
    line(
        paint.outcome(verdict.outcome(), Wording.mark(verdict.outcome()) + " " + answer)
            + GAP
            + Wording.sentence(verdict));
    return out.toString();
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }

  private void header() {
    RunResult run = verdict.run();
    line(paint.strong(Plain.line(run.scenarioName())) + " on " + Plain.line(Wording.hardware(run)));
    for (Arm arm : run.arms()) {
      String role = arm.role().name().toLowerCase(Locale.ROOT);
      String name = arm.role() == ArmRole.CANDIDATE ? arm.name() : Wording.fileName(arm);
      line(
          paint.faint(
              GAP
                  + Plain.left(role, 9)
                  + GAP
                  + Plain.shorten(Plain.line(name), width - 28)
                  + GAP
                  + Wording.shortHash(arm.sha256())));
    }
    String facts =
        "run "
            + Plain.line(run.id())
            + " · seed "
            + run.seed()
            + " · "
            + Wording.duration(run)
            + " · Touchstone "
            + Plain.line(run.provenance().toolVersion());
    Wrap.lines(facts, width - 2).forEach(l -> line(paint.faint(GAP + l)));
  }

  private void arms() {
    ArmTable table = ArmTable.of(verdict);
    if (table.rows().isEmpty()) {
      return;
    }
    new ArmColumns(table, paint, width).lines().forEach(this::line);
    Wording.about(verdict.run())
        .forEach(text -> Wrap.lines(text, width - 2).forEach(l -> line(paint.faint(GAP + l))));
  }

  private void findings() {
    Map<String, List<FindingGroup>> arms = FindingGroup.byArm(verdict);
    arms.forEach(
        (arm, groups) -> {
          line("");
          List<Finding> rows = new ArrayList<>();
          groups.forEach(g -> rows.addAll(g.isSliced() ? g.open() : g.findings()));
          FindingColumns columns = new FindingColumns(rows, groups, paint, width);
          line(columns.header(arms.size() > 1 ? Plain.line(arm) : "check"));
          groups.forEach(group -> group(columns, group));
        });
    if (!arms.isEmpty()) {
      Wrap.lines(Wording.legend(verdict), width - 2).forEach(l -> line(paint.faint(GAP + l)));
    }
  }

  private void group(FindingColumns columns, FindingGroup group) {
    if (group.isSliced()) {
      columns.summary(group).forEach(this::line);
    }
    for (Finding finding : group.isSliced() ? group.open() : group.findings()) {
      line(columns.row(finding, group.isSliced()));
      if (finding.outcome() != Outcome.PASS) {
        columns.reason(finding).forEach(this::line);
      }
    }
  }
}

package dev.touchstone.reports;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Slices by candidates, the worst slice first. A cell's tint tells its loss at a glance; outcome,
 * value and interval stand in it as words and numbers, so that nothing has to be told by color.
 */
final class HeatMap {

  private static final int SHOWN = 20;
  private static final double[] STEPS = {0.1, 0.35, 0.7, 1};

  private final Requirement requirement;
  private final List<FindingGroup> groups;

  private HeatMap(Requirement requirement, List<FindingGroup> groups) {
    this.requirement = requirement;
    this.groups = groups;
  }

  /** One map for each requirement that judges slices. */
  static List<HeatMap> of(Verdict verdict) {
    Map<Requirement, List<FindingGroup>> sliced = new LinkedHashMap<>();
    FindingGroup.byArm(verdict).values().stream()
        .flatMap(List::stream)
        .filter(FindingGroup::isSliced)
        .forEach(g -> sliced.computeIfAbsent(g.requirement(), r -> new ArrayList<>()).add(g));
    List<HeatMap> maps = new ArrayList<>();
    sliced.forEach((requirement, groups) -> maps.add(new HeatMap(requirement, groups)));
    return maps;
  }

  /** What the map is about. */
  Requirement requirement() {
    return requirement;
  }

  /** For each candidate its findings. */
  List<FindingGroup> groups() {
    return groups;
  }

  /** Writes the map; slices beyond the first twenty that all passed are folded away. */
  void write(Html html) {
    List<List<Optional<Finding>>> rows = rows();
    long open = rows.stream().filter(HeatMap::isOpen).count();
    int shown = (int) Math.max(open, Math.min(rows.size(), SHOWN));
    table(html, rows.subList(0, shown));
    if (shown < rows.size()) {
      html.open("details");
      html.element("summary.small", (rows.size() - shown) + " more slices, all of them pass");
      table(html, rows.subList(shown, rows.size()));
      html.close("details");
    }
  }

  private List<List<Optional<Finding>>> rows() {
    List<String> slices =
        groups.stream().flatMap(g -> g.findings().stream()).map(Finding::slice).distinct().toList();
    return slices.stream()
        .map(slice -> groups.stream().map(g -> find(g, slice)).toList())
        .sorted(Comparator.comparing(HeatMap::worst, WORST_FIRST))
        .toList();
  }

  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::outcome)
          .reversed()
          .thenComparing(f -> -FindingGroup.badness(f));

  private static Optional<Finding> find(FindingGroup group, String slice) {
    return group.findings().stream().filter(f -> f.slice().equals(slice)).findFirst();
  }

  private static Finding worst(List<Optional<Finding>> row) {
    return row.stream().flatMap(Optional::stream).min(WORST_FIRST).orElseThrow();
  }

  private static boolean isOpen(List<Optional<Finding>> row) {
    return worst(row).outcome() != Outcome.PASS;
  }

  private void table(Html html, List<List<Optional<Finding>>> rows) {
    html.raw("<div class=\"scroll\" tabindex=\"0\"><table class=\"heat\">\n<tr>");
    String column = Plain.line(requirement.forEach().orElse("slice"));
    html.raw("<th scope=\"col\">").text(column).raw("</th>");
    for (FindingGroup group : groups) {
      html.raw("<th scope=\"col\">").text(group.arm()).raw("</th>");
    }
    html.close("tr");
    for (List<Optional<Finding>> row : rows) {
      html.raw("<tr>").element("th.row", FindingGroup.sliceName(worst(row)));
      for (Optional<Finding> finding : row) {
        finding.ifPresentOrElse(f -> cell(html, f), () -> html.element("td", Wording.ABSENT));
      }
      html.close("tr");
    }
    html.raw("</table></div>\n");
  }

  private static void cell(Html html, Finding finding) {
    html.open("td.cell." + tint(finding));
    html.element("b", HtmlReport.tag(finding.outcome())).text(" ");
    html.text(finding.value().map(Numbers::quantity).orElse(Wording.ABSENT));
    html.raw("<br/>").element("span.small", Wrap.glued(Wording.evidence(finding))).raw("</td>");
  }

  /** How much of {@code catch} was lost or won, in four steps; an absolute limit has no shades. */
  private static String tint(Finding finding) {
    if (finding.requirement().rule() instanceof Rule.Against against
        && finding.estimate().isPresent()
        && against.catches().size() > 0) {
      double share = finding.estimate().orElseThrow() / against.catches().size();
      int step = 0;
      for (double edge : STEPS) {
        step += Math.abs(share) >= edge ? 1 : 0;
      }
      return step == 0 ? "even" : (share > 0 ? "worse" : "better") + step;
    }
    return finding.outcome() == Outcome.FAIL ? "worse4" : "even";
  }
}

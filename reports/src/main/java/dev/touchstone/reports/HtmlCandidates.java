package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where there are several candidates: which of them may ship, and what each brings. */
final class HtmlCandidates {

  private final Verdict verdict;
  private final List<ArmTable.Row> columns;

  private HtmlCandidates(Verdict verdict) {
    this.verdict = verdict;
    List<Metric> wanted =
        new ArrayList<>(List.of(Metric.SIZE, Metric.LATENCY_P50, Metric.MEMORY_PEAK));
    HtmlComparisons.quality(verdict).ifPresent(wanted::add);
    List<ArmTable.Row> rows = ArmTable.of(verdict).rows();
    this.columns =
        wanted.stream()
            .flatMap(m -> rows.stream().filter(row -> row.metric() == m).limit(1))
            .toList();
  }

  /** Writes the table; nothing for a single candidate, whose answer is the banner's. */
  static void write(Html html, Verdict verdict) {
    Set<String> names = new LinkedHashSet<>();
    verdict.run().arms().stream()
        .filter(arm -> arm.role() == ArmRole.CANDIDATE)
        .forEach(arm -> names.add(arm.name()));
    verdict.findings().forEach(f -> names.add(f.arm()));
    if (names.size() > 1) {
      new HtmlCandidates(verdict).write(html, names);
    }
  }

  private void write(Html html, Set<String> names) {
    html.section("The candidates");
    html.raw("<div class=\"scroll\" tabindex=\"0\"><table class=\"broad\">\n");
    List<String> head = new ArrayList<>(List.of("candidate", "answer", "checks that hold"));
    columns.forEach(column -> head.add(column.label() + ".num"));
    HtmlTables.head(html, head.toArray(String[]::new));
    names.forEach(name -> row(html, name));
    html.raw("</table></div>\n");
  }

  private void row(Html html, String name) {
    List<Finding> findings = verdict.findings().stream().filter(f -> f.arm().equals(name)).toList();
    Optional<Outcome> worst =
        findings.stream().map(Finding::outcome).max(Comparator.naturalOrder());
    html.raw("<tr>").element("th.row", name).raw("<td>");
    worst.ifPresentOrElse(
        o -> html.element("span.tag." + HtmlReport.type(o), HtmlReport.tag(o)),
        () -> html.text(Wording.ABSENT));
    html.raw("</td>");
    long held = findings.stream().filter(f -> f.outcome() == Outcome.PASS).count();
    html.element("td", fault(name).orElse(held + " of " + findings.size()));
    int place = verdict.run().arms().stream().map(Arm::name).toList().indexOf(name);
    for (ArmTable.Row column : columns) {
      html.open("td.num").text(place < 0 ? Wording.ABSENT : column.value(place)).text(" ");
      html.element("span.soft", place < 1 ? "" : column.change(place).orElse(""));
      html.raw("</td>");
    }
    html.close("tr");
  }

  private Optional<String> fault(String arm) {
    return verdict.run().faults().stream()
        .filter(fault -> fault.arm().equals(arm))
        .map(Fault::reason)
        .findFirst();
  }
}

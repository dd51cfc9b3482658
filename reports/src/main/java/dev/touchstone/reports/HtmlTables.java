package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page's tables and lists. */
final class HtmlTables {

  /** More than these do not fit beside each other on paper without breaking numbers from units. */
  private static final int MANY_ARMS = 4;

  private HtmlTables() {}

  /** Every requirement; slices that passed share a row. */
  static void requirements(Html html, Verdict verdict) {
    Map<String, List<FindingGroup>> arms = FindingGroup.byArm(verdict);
    if (arms.isEmpty()) {
      return;
    }
    html.section("Requirements");
    arms.forEach(
        (arm, groups) -> {
          html.element("h3", arm).raw("\n<div class=\"scroll\" tabindex=\"0\"><table>\n");
          head(html, "", "check", "value.num", "baseline.num", "loss [interval].num", "", "limit");
          for (FindingGroup group : groups) {
            if (group.isSliced()) {
              rolled(html, group);
            }
            (group.isSliced() ? group.open() : group.findings())
                .forEach(f -> row(html, f, group.isSliced()));
          }
          html.raw("</table></div>\n");
        });
    html.element("p.soft.small", Wording.legend(verdict)).raw("\n");
  }

  private static void rolled(Html html, FindingGroup group) {
    html.raw("<tr class=\"rolled\"><td>");
    tag(html, group);
    html.raw("</td><td colspan=\"5\">").text(Wrap.glued(group.summary())).raw("</td>");
    html.element("td.limit", Wording.limit(group.requirement().rule())).close("tr");
  }

  private static void tag(Html html, FindingGroup group) {
    html.element("span.tag." + HtmlReport.type(group.outcome()), HtmlReport.tag(group.outcome()));
  }

  /** One finding as a row. */
  static void row(Html html, Finding finding, boolean ofGroup) {
    html.raw("<tr><td>");
    html.element(
        "span.tag." + HtmlReport.type(finding.outcome()), HtmlReport.tag(finding.outcome()));
    html.raw("</td>");
    html.element(ofGroup ? "td.sub" : "td", ofGroup ? finding.slice() : Wording.subject(finding));
    html.element("td.num", finding.value().map(Numbers::quantity).orElse(Wording.ABSENT));
    html.element("td.num", finding.baseline().map(Numbers::quantity).orElse(Wording.ABSENT));
    html.element("td.num", Wording.evidence(finding));
    html.raw("<td>").raw(ForestPlot.mini(finding)).raw("</td>");
    html.element("td.limit", Wording.limit(finding.requirement().rule())).close("tr");
  }

  /** Opens a table with its titles; a title that ends in {@code .num} is set to the right. */
  static void head(Html html, String... titles) {
    html.raw("<tr>");
    for (String title : titles) {
      boolean number = title.endsWith(".num");
      html.raw("<th scope=\"col\"" + (number ? " class=\"num\">" : ">"));
      html.text(number ? title.substring(0, title.length() - 4) : title).raw("</th>");
    }
    html.close("tr");
  }

  /** The arms side by side. */
  static void arms(Html html, Verdict verdict) {
    ArmTable table = ArmTable.of(verdict);
    if (table.rows().isEmpty()) {
      return;
    }
    html.section("The models side by side");
    html.raw("<div class=\"scroll\" tabindex=\"0\">");
    html.open(table.arms().size() > MANY_ARMS ? "table.broad" : "table");
    html.raw("\n<tr><th scope=\"col\"></th>");
    for (Arm arm : table.arms()) {
      html.raw("<th scope=\"col\" class=\"num\">").text(arm.name()).raw("</th>");
    }
    html.close("tr");
    for (ArmTable.Row row : table.rows()) {
      html.raw("<tr>").element("th.row", row.label());
      for (int i = 0; i < table.arms().size(); i++) {
        html.open("td.num").text(row.value(i));
        if (i > 0) { // always there, so that the values stand below each other
          html.text(" ").element("span.soft", row.change(i).orElse(""));
        }
        html.raw("</td>");
      }
      html.close("tr");
    }
    html.raw("</table></div>\n");
    html.element("p.soft.small", "Changes are against the reference, in this run.").raw("\n");
  }

  /** A heading with a list under it; nothing if the list is empty. */
  static void list(Html html, String title, List<String> entries) {
    if (entries.isEmpty()) {
      return;
    }
    html.section(title).raw("<ul>\n");
    entries.forEach(e -> html.element("li", e).raw("\n"));
    html.close("ul");
  }

  /** What went wrong, with the last words of the process. */
  static void faults(Html html, RunResult run) {
    if (run.faults().isEmpty()) {
      return;
    }
    html.section("Faults");
    for (Fault fault : run.faults()) {
      html.element("h3", fault.arm() + ", " + fault.trial());
      String exit =
          fault.exitCode().isPresent() ? ", exit code " + fault.exitCode().getAsInt() : "";
      String kind = fault.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      html.element("p", kind + exit + ": " + fault.reason());
      if (!fault.lastLines().isEmpty()) {
        html.open("pre");
        fault.lastLines().forEach(l -> html.text(l).raw("\n"));
        html.close("pre");
      }
    }
  }

  /** What each model is and how it was made. */
  static void lineage(Html html, RunResult run) {
    html.section("Where the models come from");
    for (Arm arm : run.arms()) {
      html.element("h3", arm.name()).raw("\n<dl>");
      entry(html, "file", Wording.fileName(arm));
      html.element("dt", "SHA-256").raw("<dd>").element("code", arm.sha256()).raw("</dd>");
      entry(html, "bytes", Long.toString(arm.bytes()));
      arm.lineage().forEach((key, value) -> origin(html, key, value));
      html.close("dl");
    }
  }

  /** A card lies in the folder of the page; a result that says otherwise gets no link. */
  private static void origin(Html html, String key, String value) {
    if (value.strip().contains("\n")) {
      html.element("dt", key).raw("<dd><pre>");
      value.strip().lines().forEach(line -> html.text(line).raw("\n"));
      html.raw("</pre></dd>");
      return;
    }
    if (!key.equals("card") || !value.matches("cards/[A-Za-z0-9._-]+/card\\.md")) {
      entry(html, key, value);
      return;
    }
    html.element("dt", key).raw("<dd><a href=\"").text(value).raw("\">").text(value);
    html.raw("</a></dd>");
  }

  /** The fingerprint of host, runtime and conditions. */
  static void environment(Html html, RunResult run) {
    if (run.environment().facts().isEmpty()) {
      return;
    }
    html.section("Environment").raw("<dl>");
    run.environment().facts().forEach((key, value) -> entry(html, key, value));
    html.close("dl");
  }

  private static void entry(Html html, String key, String value) {
    html.element("dt", key).element("dd", value);
  }
}

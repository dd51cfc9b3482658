package dev.touchstone.reports;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * {@code report.html}: the page that a person opens first. It answers from top to bottom: is it
 * fit, what stands against it, how the models compare, and what the evidence looks like. One file,
 * no script, nothing from a network; readable by day, by night and on paper.
 */
public final class HtmlReport implements ReportFormat {

  /** How many open findings are told in full before the rest is folded away. */
  private static final int MOST_OPEN = 12;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Override
  public String name() {
    return "html";
  }

  @Override
  public String output() {
    return "report.html";
  }

  @Override
  public void render(Verdict verdict, Path folder) {
    AtomicFile.write(folder.resolve(output()), page(verdict));
  }

  private static String page(Verdict verdict) {
    RunResult run = verdict.run();
    Html html = new Html();
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.element(
            "title", verdict.outcome() + ": " + run.scenarioName() + " on " + Wording.hardware(run))
        .raw("\n<style>\n");
    html.raw(style()).raw(Svg.RULES).raw("</style>\n</head>\n<body>\n<main>\n");
    Html body = body(verdict);
    banner(html, verdict);
    contents(html, body.sections());
    html.raw(body.toString());
    html.open("footer.soft.small").text("Touchstone " + run.provenance().toolVersion() + ". ");
    html.text(
        "The same verdict for programs: verdict.json, result.csv, junit.xml, allure-results.");
    html.close("footer").raw("</main>\n</body>\n</html>\n");
    return html.toString();
  }

  /** The answer first, then why, then the evidence, then what it rests on. */
  private static Html body(Verdict verdict) {
    Html html = new Html();
    HtmlCandidates.write(html, verdict);
    open(html, verdict);
    HtmlTables.faults(html, verdict.run());
    HtmlTables.list(html, "Conditions not met", verdict.run().environment().violations());
    HtmlTables.requirements(html, verdict);
    HtmlTables.arms(html, verdict);
    HtmlTables.list(html, "Warnings", verdict.run().environment().warnings());
    HtmlTables.list(html, "Notes", verdict.notes());
    HtmlComparisons.fronts(html, verdict);
    HtmlPlots.slices(html, verdict);
    HtmlPlots.latency(html, verdict);
    SustainedTable.write(html, verdict);
    HtmlComparisons.pairs(html, verdict);
    HtmlPlots.starts(html, verdict);
    HtmlPlots.memory(html, verdict);
    HtmlTables.lineage(html, verdict.run());
    HtmlTables.environment(html, verdict.run());
    return html;
  }

  private static void contents(Html html, List<String> sections) {
    html.raw("<nav aria-label=\"Contents\">");
    for (String title : sections) {
      html.raw("<a href=\"#" + Html.anchor(title) + "\">").text(title).raw("</a> ");
    }
    html.close("nav");
  }

  static String style() {
    try (InputStream css =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream("page.css"), "page.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void banner(Html html, Verdict verdict) {
    RunResult run = verdict.run();
    html.raw("<header>\n").open("h1").text(run.scenarioName());
    html.element("span.soft", " on " + Wording.hardware(run)).close("h1");
    html.open("div.banner." + type(verdict.outcome()));
    html.element("div.word", Wording.mark(verdict.outcome()) + " " + verdict.outcome());
    html.element("p.why", Wording.sentence(verdict)).close("div");
    html.element(
        "p.soft.small",
        TIME.format(run.provenance().started())
            + " · "
            + Wording.duration(run)
            + " · seed "
            + run.seed()
            + " · run "
            + run.id());
    html.raw("\n</header>\n");
  }

  /** The class that colors an outcome; its word always stands beside it. */
  static String type(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private static void open(Html html, Verdict verdict) {
    List<Finding> open =
        verdict.findings().stream().filter(f -> f.outcome() != Outcome.PASS).toList();
    if (open.isEmpty()) {
      return;
    }
    html.section("What stands against it");
    boolean several = FindingGroup.byArm(verdict).size() > 1;
    int shown = Math.min(open.size(), MOST_OPEN);
    open.subList(0, shown).forEach(finding -> open(html, finding, several));
    if (shown < open.size()) {
      html.open("details");
      html.element("summary", "The other " + (open.size() - shown) + " that did not pass");
      open.subList(shown, open.size()).forEach(finding -> open(html, finding, several));
      html.close("details");
    }
  }

  private static void open(Html html, Finding finding, boolean several) {
    html.open("div.open." + type(finding.outcome())).open("div");
    html.element("span.tag." + type(finding.outcome()), tag(finding.outcome())).text(" ");
    String arm = several ? finding.arm() + ": " : "";
    html.element("span.subject", arm + Wording.subject(finding)).raw("</div>");
    html.element("p", Wrap.glued(finding.reason()));
    html.element("p.small", Wrap.glued(evidence(finding))).close("div");
  }

  private static String evidence(Finding finding) {
    String value = finding.value().map(m -> "value " + Numbers.quantity(m) + " · ").orElse("");
    String baseline =
        finding.baseline().map(m -> m.arm() + " " + Numbers.quantity(m) + " · ").orElse("");
    String kind = Wording.scale(finding.requirement().rule()).isPresent() ? "loss " : "interval ";
    String loss = finding.loss().isPresent() ? kind + Wording.evidence(finding) + " · " : "";
    return value + baseline + loss + "limit: " + finding.requirement().rule();
  }

  /** Mark and word of an outcome. */
  static String tag(Outcome outcome) {
    return Wording.mark(outcome) + " " + outcome;
  }
}

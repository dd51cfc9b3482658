package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code junit.xml} in the shape that Maven Surefire writes and Jenkins, GitLab and the others
 * read: a suite for each candidate, a test case for each finding, and a first case that stands for
 * the run's conditions.
 *
 * <p>A FAIL is a {@code failure} and an INVALID an {@code error}: both turn a build red. An
 * INCONCLUSIVE is {@code skipped} with its reason: it is shown, but does not call a model bad that
 * may be good; who wants to stop there has exit code 3.
 */
public final class JunitReport implements ReportFormat {

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Override
  public String name() {
    return "junit";
  }

  @Override
  public String output() {
    return "junit.xml";
  }

  /** One test case; the outcome decides on its child element. */
  private record Case(String suite, String name, Outcome outcome, String message, String detail) {}

  @Override
  public void render(Verdict verdict, Path folder) {
    AtomicFile.write(folder.resolve(output()), xml(verdict));
  }

  private static String xml(Verdict verdict) {
    Map<String, List<Case>> suites = new LinkedHashMap<>();
    suites.put("run", List.of(conditions(verdict)));
    verdict.run().arms().forEach(a -> suites.put(a.name(), new ArrayList<>()));
    verdict
        .findings()
        .forEach(f -> suites.computeIfAbsent(f.arm(), a -> new ArrayList<>()).add(of(f)));
    suites.values().removeIf(List::isEmpty);
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    List<Case> all = suites.values().stream().flatMap(List::stream).toList();
    RunResult run = verdict.run();
    out.append("<testsuites name=\"")
        .append(Xml.attribute("touchstone " + run.scenarioName() + " on " + Wording.hardware(run)));
    out.append('"').append(counts(all)).append(seconds(run)).append(">\n");
    suites.forEach((name, cases) -> suite(out, verdict, name, cases));
    return out.append("</testsuites>\n").toString();
  }

  private static Case conditions(Verdict verdict) {
    Conditions conditions = Conditions.of(verdict);
    return new Case(
        "run",
        Conditions.TITLE,
        conditions.outcome(),
        conditions.reasons().stream().findFirst().orElse(""),
        String.join("\n", conditions.reasons()));
  }

  private static Case of(Finding finding) {
    String detail =
        "value: "
            + finding.value().map(Numbers::quantity).orElse(Wording.ABSENT)
            + "\nbaseline: "
            + finding.baseline().map(Numbers::quantity).orElse(Wording.ABSENT)
            + "\nloss [interval]: "
            + Wording.evidence(finding)
            + "\nlimit: "
            + finding.requirement().rule()
            + "\nn: "
            + finding.n()
            + "\n"
            + finding.reason();
    return new Case(
        finding.arm(), Wording.title(finding), finding.outcome(), finding.reason(), detail);
  }

  private static void suite(StringBuilder out, Verdict verdict, String name, List<Case> cases) {
    RunResult run = verdict.run();
    out.append("  <testsuite name=\"").append(Xml.attribute(run.scenarioName() + "." + name));
    out.append('"').append(counts(cases));
    out.append(" skipped=\"").append(count(cases, Outcome.INCONCLUSIVE)).append('"');
    out.append(name.equals("run") ? seconds(run) : " time=\"0\"");
    out.append(" timestamp=\"").append(TIMESTAMP.format(run.provenance().started()));
    out.append("\">\n    <properties>\n");
    properties(run, name).forEach((key, value) -> property(out, key, value));
    out.append("    </properties>\n");
    cases.forEach(c -> testCase(out, run.scenarioName(), c));
    for (Fault fault : run.faults()) {
      if (fault.arm().equals(name)) {
        out.append("    <system-err>");
        out.append(Xml.escape(fault.trial() + ": " + fault.reason() + "\n"));
        out.append(Xml.escape(String.join("\n", fault.lastLines()))).append("</system-err>\n");
        break; // the schema has one; the other faults are in verdict.json
      }
    }
    out.append("  </testsuite>\n");
  }

  private static Map<String, String> properties(RunResult run, String suite) {
    Map<String, String> properties = new LinkedHashMap<>();
    if (suite.equals("run")) {
      properties.put("run", run.id());
      properties.put("profile", Wording.hardware(run));
      properties.put("seed", Long.toString(run.seed()));
      properties.put("touchstone", run.provenance().toolVersion());
      properties.putAll(run.environment().facts());
    }
    for (Arm arm : run.arms()) {
      if (arm.name().equals(suite) || suite.equals("run")) {
        properties.put("sha256." + arm.name(), arm.sha256());
      }
    }
    return properties;
  }

  private static void property(StringBuilder out, String key, String value) {
    out.append("      <property name=\"").append(Xml.attribute(key)).append("\" value=\"");
    out.append(Xml.attribute(value)).append("\"/>\n");
  }

  private static void testCase(StringBuilder out, String scenario, Case test) {
    out.append("    <testcase name=\"").append(Xml.attribute(test.name()));
    out.append("\" classname=\"");
    out.append(Xml.attribute("touchstone." + scenario + "." + test.suite()));
    out.append("\" time=\"0\"");
    String message = Xml.attribute(test.message());
    String detail = Xml.escape(test.detail());
    switch (test.outcome()) {
      case PASS -> out.append("/>\n");
      case INCONCLUSIVE ->
          out.append(">\n      <skipped message=\"")
              .append(message)
              .append("\"/>\n    </testcase>\n");
      case FAIL -> problem(out, "failure", message, detail);
      case INVALID -> problem(out, "error", message, detail);
    }
  }

  private static void problem(StringBuilder out, String element, String message, String detail) {
    out.append(">\n      <").append(element).append(" message=\"").append(message);
    out.append("\" type=\"").append(element.equals("failure") ? "FAIL" : "INVALID").append("\">");
    out.append(detail).append("</").append(element).append(">\n    </testcase>\n");
  }

  private static String counts(List<Case> cases) {
    return " tests=\""
        + cases.size()
        + "\" failures=\""
        + count(cases, Outcome.FAIL)
        + "\" errors=\""
        + count(cases, Outcome.INVALID)
        + "\"";
  }

  private static long count(List<Case> cases, Outcome outcome) {
    return cases.stream().filter(c -> c.outcome() == outcome).count();
  }

  private static String seconds(RunResult run) {
    Duration took =
        Duration.between(run.provenance().started(), run.provenance().finished())
            .truncatedTo(ChronoUnit.MILLIS);
    return " time=\"" + Numbers.exact(Math.max(0, took.toMillis()) / 1e3) + "\"";
  }
}

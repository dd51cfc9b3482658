package dev.touchstone.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code findings.sarif}: what does not hold, at its line of the scenario file, in SARIF 2.1.0, the
 * format of GitHub's code scanning and of many editors.
 *
 * <p>A FAIL has the level {@code error}, an INVALID {@code warning} and an INCONCLUSIVE {@code
 * note}; what holds is not listed, so that its alert closes. SARIF's own words for an open question
 * ({@code kind: open}) are not used, since GitHub shows the level alone.
 */
public final class SarifReport implements ReportFormat {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Override
  public String name() {
    return "sarif";
  }

  @Override
  public String output() {
    return "findings.sarif";
  }

  @Override
  public void render(Verdict verdict, Path folder) {
    ObjectNode log = NODES.objectNode().put("$schema", SCHEMA).put("version", "2.1.0");
    log.putArray("runs").add(run(verdict));
    AtomicFile.write(folder.resolve(output()), JsonText.of(log));
  }

  private static ObjectNode run(Verdict verdict) {
    List<Annotation> annotations = Annotation.of(verdict);
    List<String> rules = annotations.stream().map(Annotation::rule).distinct().toList();
    ObjectNode run = NODES.objectNode();
    run.set("tool", tool(verdict.run(), rules));
    run.set("automationDetails", automation(verdict.run()));
    run.putArray("invocations").add(invocation(verdict.run()));
    run.put("columnKind", "unicodeCodePoints");
    ArrayNode results = run.putArray("results");
    annotations.forEach(a -> results.add(result(a, rules.indexOf(a.rule()))));
    run.putObject("properties")
        .put("outcome", verdict.outcome().name())
        .put("summary", Wording.sentence(verdict));
    return run;
  }

  private static ObjectNode tool(RunResult run, List<String> rules) {
    ObjectNode driver =
        NODES
            .objectNode()
            .put("name", "Touchstone")
            .put("version", Plain.line(run.provenance().toolVersion()));
    ArrayNode list = driver.putArray("rules");
    for (String rule : rules) {
      boolean conditions = rule.equals(Annotation.CONDITIONS);
      String title = conditions ? "The conditions of a run" : "A scenario's requirement on " + rule;
      String help =
          conditions
              ? "Nothing can be said about the model: run again under the conditions that the"
                  + " profile asks for."
              : "The page report.html of the run shows the numbers, their intervals and the"
                  + " limit. Change the recipe, or the requirement if it asks too much.";
      ObjectNode node = list.addObject().put("id", rule);
      node.putObject("shortDescription").put("text", title);
      node.putObject("fullDescription").put("text", title + " did not hold.");
      node.putObject("help").put("text", help);
    }
    return NODES.objectNode().set("driver", driver);
  }

  /** GitHub keeps the alerts of each scenario and profile apart by what stands before the run. */
  private static ObjectNode automation(RunResult run) {
    String id =
        String.join(
            "/",
            "touchstone",
            segment(run.scenarioName()),
            segment(run.profileName()),
            segment(run.id()));
    return NODES.objectNode().put("id", id);
  }

  private static String segment(String name) {
    return Plain.line(name).replace('/', '-');
  }

  private static ObjectNode invocation(RunResult run) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("executionSuccessful", true)
            .put("startTimeUtc", run.provenance().started().toString())
            .put("endTimeUtc", run.provenance().finished().toString());
    ArrayNode notices = NODES.arrayNode();
    run.environment().warnings().forEach(w -> notices.add(message("warning", w)));
    run.environment().violations().forEach(v -> notices.add(message("error", v)));
    if (!notices.isEmpty()) {
      node.set("toolExecutionNotifications", notices);
    }
    return node;
  }

  private static ObjectNode message(String level, String text) {
    ObjectNode node = NODES.objectNode().put("level", level);
    node.putObject("message").put("text", text(text));
    return node;
  }

  private static ObjectNode result(Annotation annotation, int ruleIndex) {
    ObjectNode node =
        NODES.objectNode().put("ruleId", annotation.rule()).put("ruleIndex", ruleIndex);
    node.setAll(message(level(annotation.outcome()), annotation.message()));
    ObjectNode location = node.putArray("locations").addObject().putObject("physicalLocation");
    location.putObject("artifactLocation").put("uri", annotation.place().uri());
    location
        .putObject("region")
        .put("startLine", annotation.place().line())
        .put("startColumn", annotation.place().column());
    // The first is the one that GitHub tells alerts apart by; it would make one of the line, on
    // which all slices of a requirement stand.
    node.putObject("partialFingerprints")
        .put("primaryLocationLineHash", annotation.fingerprint() + ":1")
        .put("touchstone/v1", annotation.fingerprint());
    node.putObject("properties").put("outcome", annotation.outcome().name());
    return node;
  }

  private static String level(Outcome outcome) {
    return switch (outcome) {
      case FAIL -> "error";
      case INVALID -> "warning";
      case INCONCLUSIVE -> "note";
      case PASS -> "none";
    };
  }

  /** Braces hold the place of arguments, and brackets before a parenthesis are links: 3.11.5, 6. */
  private static String text(String message) {
    return Plain.line(message).replace("{", "{{").replace("}", "}}").replace("](", "] (");
  }
}

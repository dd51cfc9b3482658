package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Metric;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Link;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.StepResult;
import io.qameta.allure.model.TestResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** A verdict as Allure's test cases. */
final class AllureCases {

  private final Verdict verdict;
  private final RunResult run;

  private AllureCases(Verdict verdict) {
    this.verdict = verdict;
    this.run = verdict.run();
  }

  /**
   * One test case.
   *
   * @param attachments text by file name
   */
  record Case(TestResult result, Map<String, String> attachments) {}

  /** The run's conditions first, then every finding in the verdict's order. */
  static List<Case> of(Verdict verdict) {
    AllureCases cases = new AllureCases(verdict);
    List<Case> all = new ArrayList<>();
    all.add(cases.conditions());
    verdict.findings().forEach(f -> all.add(cases.finding(f)));
    return all;
  }

  private Case conditions() {
    Conditions conditions = Conditions.of(verdict);
    TestResult result =
        result("run", Conditions.TITLE, Conditions.TITLE, conditions.outcome())
            .setStart(run.provenance().started().toEpochMilli());
    result.getLabels().add(label("feature", "run"));
    result.getLabels().add(label("severity", "blocker"));
    if (conditions.outcome() != Outcome.PASS) {
      String reasons = Xml.escape(String.join("\n", conditions.reasons()));
      String trace = AllureCategory.of(run).title() + "\n" + reasons;
      result.setStatusDetails(new StatusDetails().setMessage(reasons).setTrace(trace));
    }
    for (String warning : run.environment().warnings()) {
      result.getSteps().add(step("warning: " + Plain.line(warning), Outcome.PASS));
    }
    for (Arm arm : run.arms()) {
      result.getParameters().add(parameter(arm.name(), arm.sha256()));
    }
    Map<String, String> files = new LinkedHashMap<>();
    attach(result, files, "result", "csv", plain(CsvReport.text(verdict)));
    attach(result, files, "environment", "txt", AllureResults.environment(run));
    return new Case(result, files);
  }

  private Case finding(Finding finding) {
    String title = Wording.title(finding);
    TestResult result = result(finding.arm(), title, Wording.subject(finding), finding.outcome());
    Metric metric = finding.requirement().metric();
    String family = metric.key().replaceFirst("\\..*", "");
    result.getLabels().add(label("feature", family));
    result.getLabels().add(label("story", metric.key()));
    result.getLabels().add(label("severity", severity(metric)));
    parameters(result, finding);
    steps(result, finding);
    result.setDescriptionHtml("<p>" + Xml.escape(finding.reason()) + "</p>");
    if (finding.outcome() != Outcome.PASS) {
      result.setStatusDetails(
          new StatusDetails()
              .setMessage(Plain.line(finding.reason()))
              .setTrace(
                  AllureCategory.of(finding, run).title()
                      + "\n"
                      + Plain.line(title)
                      + "\n"
                      + Wording.evidence(finding)));
    }
    return new Case(result, attach(result, finding));
  }

  private TestResult result(String suite, String title, String name, Outcome outcome) {
    long finished = run.provenance().finished().toEpochMilli();
    String identity = run.scenarioName() + "\n" + suite + "\n" + title;
    String history = uuid(run.profileName() + "\n" + identity).replace("-", "");
    TestResult result =
        new TestResult()
            .setUuid(uuid(run.id() + "\n" + identity))
            .setHistoryId(history)
            .setTestCaseId(uuid(identity).replace("-", ""))
            .setFullName(Plain.line(run.scenarioName() + "." + suite + ": " + title))
            .setName(name)
            .setStatus(AllureResults.status(outcome))
            .setStage(Stage.FINISHED)
            .setStart(finished)
            .setStop(finished);
    result.getLabels().add(label("epic", run.scenarioName()));
    result.getLabels().add(label("suite", suite));
    result.getLabels().add(label("framework", "touchstone"));
    result.getLinks().add(new Link().setName("the report of this run").setUrl("../report.html"));
    return result;
  }

  private static String severity(Metric metric) {
    if (metric == Metric.QUALITY_GOLDEN) {
      return "blocker"; // samples that must never get worse
    }
    if (metric.isQuality()) {
      return "critical";
    }
    return metric.isColdStart() ? "minor" : "normal";
  }

  private static void parameters(TestResult result, Finding finding) {
    List<Parameter> parameters = result.getParameters();
    parameters.add(parameter("value", quantity(finding.value().map(Numbers::quantity))));
    if (finding.baseline().isPresent()) {
      parameters.add(parameter("baseline", quantity(finding.baseline().map(Numbers::quantity))));
    }
    parameters.add(parameter("limit", Wording.limit(finding.requirement().rule())));
    parameters.add(parameter("interval", Wording.evidence(finding)));
    finding
        .loss()
        .ifPresent(i -> parameters.add(parameter("confidence", Numbers.level(i.confidence()))));
    parameters.add(parameter("n", Long.toString(finding.n())));
  }

  private static String quantity(Optional<String> value) {
    return value.orElse(Wording.ABSENT);
  }

  private void steps(TestResult result, Finding finding) {
    List<StepResult> steps = result.getSteps();
    String value = quantity(finding.value().map(Numbers::quantity));
    boolean measured = finding.value().isPresent();
    steps.add(step("measure: " + value, measured ? Outcome.PASS : finding.outcome()));
    finding
        .baseline()
        .ifPresent(
            b ->
                steps.add(
                    step(
                        "compare with " + Plain.line(b.arm()) + ": " + Numbers.quantity(b),
                        Outcome.PASS)));
    String judged = Wording.evidence(finding) + "; " + finding.requirement().rule();
    steps.add(step("judge: " + judged, finding.outcome()));
  }

  private StepResult step(String name, Outcome outcome) {
    long finished = run.provenance().finished().toEpochMilli();
    return new StepResult()
        .setName(name)
        .setStatus(AllureResults.status(outcome))
        .setStage(Stage.FINISHED)
        .setStart(finished)
        .setStop(finished);
  }

  private Map<String, String> attach(TestResult result, Finding finding) {
    Map<String, String> files = new LinkedHashMap<>();
    ForestPlot.of(List.of(finding), Frame.WIDE)
        .ifPresent(svg -> attach(result, files, "interval", "svg", svg.standalone()));
    Metric metric = finding.requirement().metric();
    if (metric.key().startsWith("latency") || metric == Metric.THROUGHPUT) {
      latency(result, files, finding);
    }
    slices(result, files, finding);
    return files;
  }

  private void latency(TestResult result, Map<String, String> files, Finding finding) {
    String load =
        finding
            .requirement()
            .load()
            .orElse(run.solo().stream().findFirst().map(SoloObservations::load).orElse(""));
    List<SoloObservations> arms =
        run.solo().stream()
            .filter(s -> s.load().equals(load) && s.histogram().getTotalCount() > 0)
            .filter(s -> s.arm().equals(finding.arm()) || isBaseline(s.arm()))
            .toList();
    if (!arms.isEmpty()) {
      String picture = LatencyPlot.of(arms, run, Frame.WIDE).standalone();
      attach(result, files, "latency distribution", "svg", picture);
    }
    arms.stream()
        .filter(s -> s.arm().equals(finding.arm()))
        .forEach(s -> attach(result, files, "latency percentiles, µs", "txt", percentiles(s)));
  }

  /** All slices of the requirement; with each that is open, or with the first where none is. */
  private void slices(TestResult result, Map<String, String> files, Finding finding) {
    FindingGroup.byArm(verdict).getOrDefault(finding.arm(), List.of()).stream()
        .filter(g -> g.isSliced() && g.requirement().equals(finding.requirement()))
        .filter(g -> (g.open().isEmpty() ? g.findings().subList(0, 1) : g.open()).contains(finding))
        .forEach(g -> attach(result, files, "all slices", "csv", table(g)));
  }

  private static String table(FindingGroup group) {
    StringBuilder table = new StringBuilder("slice,outcome,value,baseline,loss [interval],n\n");
    for (Finding f : group.findings()) {
      List<String> cells =
          List.of(
              Plain.line(f.slice()),
              f.outcome().name(),
              quantity(f.value().map(Numbers::quantity)),
              quantity(f.baseline().map(Numbers::quantity)),
              Wording.evidence(f),
              Long.toString(f.n()));
      table.append(
          cells.stream()
              .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
              .collect(Collectors.joining(",", "", "\n")));
    }
    return table.toString();
  }

  /** Every line as it can be seen. */
  private static String plain(String text) {
    return text.lines().map(line -> Plain.line(line) + "\n").collect(Collectors.joining());
  }

  private boolean isBaseline(String arm) {
    return run.arms().stream().anyMatch(a -> a.name().equals(arm) && a.role() != ArmRole.CANDIDATE);
  }

  private static void attach(
      TestResult result, Map<String, String> files, String name, String extension, String text) {
    String source = uuid(result.getUuid() + name) + "-attachment." + extension;
    files.put(source, text);
    String type =
        switch (extension) {
          case "svg" -> "image/svg+xml";
          case "csv" -> "text/csv";
          default -> "text/plain";
        };
    result.getAttachments().add(new Attachment().setName(name).setSource(source).setType(type));
  }

  /** HdrHistogram's own percentile table, which its plotters read; values in microseconds. */
  private static String percentiles(SoloObservations solo) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    solo.histogram()
        .outputPercentileDistribution(
            new PrintStream(bytes, true, StandardCharsets.UTF_8), 5, 1000.0, false);
    return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  private static Label label(String name, String value) {
    return new Label().setName(name).setValue(Plain.line(value));
  }

  private static Parameter parameter(String name, String value) {
    return new Parameter().setName(Plain.line(name)).setValue(value).setExcluded(true);
  }

  private static String uuid(String identity) {
    return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString();
  }
}

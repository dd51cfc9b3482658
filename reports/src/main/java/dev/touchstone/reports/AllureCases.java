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
      result.setStatusDetails(new StatusDetails().setMessage(reasons));
    }
    for (String warning : run.environment().warnings()) {
      result.getSteps().add(step("warning: " + Plain.line(warning), Outcome.PASS));
    }
    for (Arm arm : run.arms()) {
      result.getParameters().add(parameter(arm.name(), arm.sha256()));
    }
    return new Case(result, Map.of());
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
              .setTrace(Plain.line(title) + "\n" + Wording.evidence(finding)));
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
    return result;
  }

  private static String severity(Metric metric) {
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
    ForestPlot.of(List.of(finding))
        .ifPresent(svg -> attach(result, files, "interval", "svg", svg.standalone()));
    Metric metric = finding.requirement().metric();
    if (metric.key().startsWith("latency") || metric == Metric.THROUGHPUT) {
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
        List<Integer> colors = arms.stream().map(s -> place(s.arm())).toList();
        String picture = LatencyPlot.of(arms, colors).standalone();
        attach(result, files, "latency histogram", "svg", picture);
      }
      arms.stream()
          .filter(s -> s.arm().equals(finding.arm()))
          .forEach(s -> attach(result, files, "latency percentiles, µs", "txt", percentiles(s)));
    }
    return files;
  }

  private boolean isBaseline(String arm) {
    return run.arms().stream().anyMatch(a -> a.name().equals(arm) && a.role() != ArmRole.CANDIDATE);
  }

  private int place(String arm) {
    return Math.max(0, run.arms().stream().map(Arm::name).toList().indexOf(arm));
  }

  private static void attach(
      TestResult result, Map<String, String> files, String name, String extension, String text) {
    String source = uuid(result.getUuid() + name) + "-attachment." + extension;
    files.put(source, text);
    String type = extension.equals("svg") ? "image/svg+xml" : "text/plain";
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

package dev.touchstone.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Metric;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a verdict says of one candidate, as the section of its card that tells trade-offs. */
public final class CardReport {

  /** The card's field. */
  public static final String KEY = "measured";

  private static final int MOST_SLICES = 60;

  private static final List<Metric> SLICED =
      List.of(Metric.QUALITY_RECALL, Metric.QUALITY_TOP1, Metric.QUALITY_AUC, Metric.QUALITY_MAE);

  private final Verdict verdict;
  private final Arm arm;
  private final StringBuilder out = new StringBuilder();

  private CardReport(Verdict verdict, Arm arm) {
    this.verdict = verdict;
    this.arm = arm;
  }

  /**
   * For programs: every number of the candidate and of what it was compared with, and every finding
   * about it, in the form of {@code verdict.json}.
   *
   * @param outcome of the candidate
   */
  public static ObjectNode json(Verdict verdict, Arm arm, Outcome outcome) {
    RunResult run = verdict.run();
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("outcome", outcome.name());
    node.put("verdict", verdict.outcome().name());
    node.setAll(JsonReport.run(run));
    run.environment().emulation().ifPresent(why -> node.put("emulatedBecause", why));
    ArrayNode measurements = node.putArray("measurements");
    verdict.measurements().stream()
        .filter(m -> isShown(m.arm(), arm, run))
        .forEach(m -> measurements.add(JsonReport.measurement(m)));
    ArrayNode findings = node.putArray("findings");
    verdict.findings().stream()
        .filter(f -> f.arm().equals(arm.name()))
        .forEach(f -> findings.add(JsonReport.finding(f)));
    return node;
  }

  private static boolean isShown(String name, Arm arm, RunResult run) {
    return name.equals(arm.name())
        || run.arms().stream()
            .anyMatch(a -> a.name().equals(name) && a.role() != ArmRole.CANDIDATE);
  }

  /** For people: a section that begins with its heading. */
  public static String markdown(Verdict verdict, Arm arm, Outcome outcome) {
    CardReport report = new CardReport(verdict, arm);
    report.head(outcome);
    report.values();
    report.findings();
    report.slices();
    return report.out.toString();
  }

  private void head(Outcome outcome) {
    RunResult run = verdict.run();
    out.append("## Measured\n\n").append(Wording.mark(outcome)).append(" **").append(outcome);
    out.append("** in run ").append(Markdown.escape(run.id())).append(" of ");
    out.append(Markdown.escape(run.scenarioName())).append(" on ");
    out.append(Markdown.escape(Wording.hardware(run))).append(", Touchstone ");
    out.append(Markdown.escape(run.provenance().toolVersion())).append(".\n");
    run.environment()
        .emulation()
        .ifPresent(
            why ->
                out.append("**Emulated**: speed and memory say nothing of that board (")
                    .append(Markdown.escape(why))
                    .append(").\n"));
    out.append("Intervals in brackets hold at 99 %.\n");
  }

  private void values() {
    List<Measurement> own = wholes();
    if (own.isEmpty()) {
      out.append("\nNothing was measured of it.\n");
      return;
    }
    out.append("\n| | reference | candidate | change |\n|---|---:|---:|---:|\n");
    for (Measurement mine : own) {
      Optional<Measurement> theirs = reference(mine);
      out.append("| ").append(mine.metric().key());
      if (!mine.load().isEmpty()) {
        out.append(" (").append(Markdown.escape(mine.load())).append(')');
      }
      out.append(" | ").append(theirs.map(CardReport::value).orElse(Wording.ABSENT));
      out.append(" | ").append(value(mine)).append(" | ");
      out.append(theirs.flatMap(t -> Numbers.change(mine, t)).orElse("")).append(" |\n");
    }
  }

  /** For all samples, or where there are none. */
  private List<Measurement> wholes() {
    return verdict.measurements().stream()
        .filter(m -> m.arm().equals(arm.name()) && m.slice().isEmpty())
        .toList();
  }

  private Optional<Measurement> reference(Measurement mine) {
    String name = verdict.run().arms().get(0).name();
    return verdict.measurements().stream()
        .filter(m -> m.arm().equals(name) && m.metric() == mine.metric())
        .filter(m -> m.slice().equals(mine.slice()) && m.load().equals(mine.load()))
        .findFirst();
  }

  private static String value(Measurement measurement) {
    return Numbers.quantity(measurement)
        + measurement
            .interval()
            .map(i -> " " + Numbers.interval(i, measurement.value().unit()))
            .orElse("");
  }

  private void findings() {
    List<Finding> own =
        verdict.findings().stream().filter(f -> f.arm().equals(arm.name())).toList();
    if (own.isEmpty()) {
      return;
    }
    out.append("\n| | check | value | baseline | loss [interval] | limit |\n");
    out.append("|---|---|---:|---:|---:|---|\n");
    own.forEach(finding -> out.append(MarkdownTables.finding(finding)));
  }

  private void slices() {
    Optional<Metric> metric =
        Stream.concat(
                verdict.findings().stream()
                    .filter(f -> f.requirement().forEach().isPresent())
                    .map(f -> f.requirement().metric()),
                SLICED.stream())
            .filter(m -> !sliced(m).isEmpty())
            .findFirst();
    if (metric.isEmpty()) {
      return;
    }
    List<Measurement> rows = sliced(metric.get());
    out.append("\n| ").append(metric.get().key()).append(" of | samples | reference | candidate |");
    out.append(" change |\n|---|---:|---:|---:|---:|\n");
    for (Measurement mine : rows.subList(0, Math.min(MOST_SLICES, rows.size()))) {
      Optional<Measurement> theirs = reference(mine);
      out.append("| ").append(Markdown.escape(mine.slice())).append(" | ").append(mine.n());
      out.append(" | ").append(theirs.map(CardReport::value).orElse(Wording.ABSENT));
      out.append(" | ").append(value(mine)).append(" | ");
      out.append(theirs.flatMap(t -> Numbers.change(mine, t)).orElse("")).append(" |\n");
    }
    if (rows.size() > MOST_SLICES) {
      out.append("| ").append(rows.size() - MOST_SLICES).append(" more | | | | |\n");
    }
  }

  private List<Measurement> sliced(Metric metric) {
    return verdict.measurements().stream()
        .filter(m -> m.arm().equals(arm.name()) && m.metric() == metric)
        .filter(m -> !m.slice().isEmpty())
        .toList();
  }
}

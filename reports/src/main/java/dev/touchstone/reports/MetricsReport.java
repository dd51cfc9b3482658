package dev.touchstone.reports;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.reports.Exposition.Family;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code metrics.prom}: the numbers and the answers of the last run for Prometheus, by way of the
 * textfile collector of node_exporter or any server that hands out the file.
 *
 * <p>Everything is in base units: seconds, bytes, ratios, joules. An outcome is a set of states,
 * one series for each with 1 for the one that holds, so that none vanishes when it changes. There
 * are no time stamps, which node_exporter refuses; when the run ended is a metric.
 */
public final class MetricsReport implements ReportFormat {

  private static final String PREFIX = "touchstone_";
  private static final Family INFO =
      new Family(PREFIX + "run_info", "", "The last run and what made it; always 1.");
  private static final Family FINISHED =
      Family.of(
          PREFIX + "run_finished_timestamp", "seconds", "When the last run ended, Unix time.");
  private static final Family DURATION =
      Family.of(PREFIX + "run_duration", "seconds", "How long the last run took.");
  private static final Family VERDICT =
      new Family(PREFIX + "verdict", "", "The outcome of the last run: 1 for the one that holds.");
  private static final Family FINDING =
      new Family(
          PREFIX + "finding",
          "",
          "The answer to a requirement for a candidate and a slice: 1 for the outcome that holds.");
  private static final Family LOSS =
      Family.of(
          PREFIX + "loss",
          "ratio",
          "Loss against a baseline, relative or in points of a share; positive is worse.");

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public String output() {
    return "metrics.prom";
  }

  @Override
  public void render(Verdict verdict, Path folder) {
    write(List.of(verdict), folder.resolve(output()));
  }

  /**
   * Writes the last runs of several scenarios into one file, which a reader sees whole or not at
   * all.
   *
   * @param verdicts at most one for each scenario and profile
   */
  public static void write(List<Verdict> verdicts, Path file) {
    AtomicFile.write(file, text(verdicts));
  }

  /** The same as text. */
  public static String text(List<Verdict> verdicts) {
    Exposition out = new Exposition();
    for (Verdict verdict : verdicts) {
      Map<String, String> run = new LinkedHashMap<>();
      run.put("scenario", verdict.run().scenarioName());
      run.put("profile", verdict.run().profileName());
      run(out, verdict, run);
      verdict.findings().forEach(finding -> finding(out, finding, run));
      verdict.measurements().forEach(measurement -> measurement(out, measurement, run));
    }
    return out.toString();
  }

  private static void run(Exposition out, Verdict verdict, Map<String, String> labels) {
    RunResult run = verdict.run();
    Map<String, String> info = new LinkedHashMap<>(labels);
    info.put("run", run.id());
    info.put("seed", Long.toString(run.seed()));
    info.put("version", run.provenance().toolVersion());
    info.put("emulated", Boolean.toString(run.environment().emulation().isPresent()));
    out.add(INFO, info, 1);
    Instant finished = run.provenance().finished();
    out.add(FINISHED, labels, finished.toEpochMilli() / 1e3);
    Duration took = Duration.between(run.provenance().started(), finished);
    out.add(DURATION, labels, took.toMillis() / 1e3);
    states(out, VERDICT, labels, verdict.outcome());
  }

  private static void states(
      Exposition out, Family family, Map<String, String> labels, Outcome outcome) {
    for (Outcome state : Outcome.values()) {
      Map<String, String> all = new LinkedHashMap<>(labels);
      all.put("outcome", state.name());
      out.add(family, all, state == outcome ? 1 : 0);
    }
  }

  private static void finding(Exposition out, Finding finding, Map<String, String> run) {
    Requirement requirement = finding.requirement();
    Map<String, String> labels = new LinkedHashMap<>(run);
    labels.put("arm", finding.arm());
    labels.put("metric", requirement.metric().key());
    labels.put("load", requirement.load().orElse(""));
    labels.put("slice", finding.slice());
    labels.put("rule", requirement.rule().toString());
    states(out, FINDING, labels, finding.outcome());
    if (Wording.scale(requirement.rule()).isPresent()) {
      finding.estimate().ifPresent(e -> out.add(LOSS, with(labels, "bound", "estimate"), e));
      finding.loss().ifPresent(interval -> bounds(out, LOSS, labels, interval, Unit.FRACTION));
    }
  }

  private static void measurement(Exposition out, Measurement m, Map<String, String> run) {
    Map<String, String> labels = new LinkedHashMap<>(run);
    labels.put("arm", m.arm());
    labels.put("load", m.load());
    labels.put("slice", m.slice());
    m.metric()
        .quantile()
        .ifPresent(quantile -> labels.put("quantile", Exposition.number(quantile)));
    Unit unit = m.value().unit();
    String words = base(m.metric()).replace('_', ' ');
    out.add(
        Family.of(PREFIX + base(m.metric()), name(unit), "Measured " + words + "."),
        labels,
        inBaseUnit(m.value().value(), unit));
    m.interval()
        .ifPresent(
            interval ->
                bounds(
                    out,
                    Family.of(
                        PREFIX + base(m.metric()) + "_bound",
                        name(unit),
                        "Confidence bounds of the measured " + words + "."),
                    labels,
                    interval,
                    unit));
  }

  private static void bounds(
      Exposition out, Family family, Map<String, String> labels, Interval interval, Unit unit) {
    out.add(family, with(labels, "bound", "lower"), inBaseUnit(interval.lower(), unit));
    out.add(family, with(labels, "bound", "upper"), inBaseUnit(interval.upper(), unit));
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(labels);
    all.put(name, value);
    return all;
  }

  /** The metric's key without its quantile, such as {@code cold_start_jvm}. */
  private static String base(Metric metric) {
    String key =
        metric.quantile().isPresent()
            ? metric.key().replaceFirst("\\.p[0-9.]+$", "")
            : metric.key();
    return key.replaceAll("[.-]", "_").toLowerCase(Locale.ROOT);
  }

  private static String name(Unit unit) {
    return switch (unit) {
      case NANOSECOND -> "seconds";
      case BYTE -> "bytes";
      case PER_SECOND -> "per_second";
      case FRACTION -> "ratio";
      case JOULE -> "joules";
      case COUNT, NUMBER -> "";
    };
  }

  private static double inBaseUnit(double value, Unit unit) {
    return unit == Unit.NANOSECOND ? Exposition.seconds(value) : value;
  }
}

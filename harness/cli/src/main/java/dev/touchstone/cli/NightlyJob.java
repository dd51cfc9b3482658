package dev.touchstone.cli;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.baselines.history.History;
import dev.touchstone.baselines.history.NightlyMetric;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.reports.HistoryReport;
import dev.touchstone.reports.HtmlReport;
import dev.touchstone.reports.NightResult;
import dev.touchstone.runner.job.Trends;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Scenario;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the tasks of a night one after the other; none stops the others.
 *
 * @param store that remembers the runs
 * @param place whose folder is the night's
 * @param variables that fill the paths of scenarios
 */
record NightlyJob(BaselineStore store, MainJob place, Map<String, String> variables) {

  /** What is followed in every scenario, where it has it. */
  private static final List<NightlyMetric> METRICS =
      List.of(
          new NightlyMetric(Metric.LATENCY_P50),
          new NightlyMetric(Metric.MEMORY_PEAK),
          new NightlyMetric(Metric.SIZE),
          new NightlyMetric(Metric.QUALITY_TOP1));

  /** Runs one task. */
  NightResult.Entry run(NightTask task, int number) {
    Instant started = Clock.systemUTC().instant();
    String file = String.valueOf(task.file().getFileName());
    Optional<Scenario> read = Optional.empty();
    try {
      Scenario scenario = task.read(variables);
      read = Optional.of(scenario);
      MainJob job = place.in(place.out().resolve(task.name()), number);
      Verdict verdict = RunCommand.run(scenario, store, job);
      List<History> histories = histories(scenario, job.out());
      return new NightResult.Entry(
          file,
          scenario.profile().name(),
          code(verdict.outcome(), histories),
          Optional.of(verdict.outcome()),
          reason(verdict, histories),
          outcome(histories),
          since(started),
          task.name() + "/" + new HtmlReport().output());
    } catch (RuntimeException e) {
      // Whatever one scenario does to us, the others are run.
      String profile = read.map(scenario -> scenario.profile().name()).orElse("");
      ExitCode code = Main.codeOf(e);
      return new NightResult.Entry(
          file,
          profile,
          code.number(),
          Optional.empty(),
          firstLine(e),
          Optional.empty(),
          since(started),
          "");
    }
  }

  private static Duration since(Instant started) {
    return Duration.between(started, Clock.systemUTC().instant());
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  private List<History> histories(Scenario scenario, Path folder) {
    List<History> all = Trends.read(store, scenario.name(), scenario.profile().name(), METRICS);
    for (History history : all) {
      String name = "history-" + history.series().arm() + "-" + history.series().metric();
      HistoryReport.writeSvg(history, folder.resolve(name + ".svg"));
      HistoryReport.writeCsv(history, folder.resolve(name + ".csv"));
    }
    return all;
  }

  private static Optional<Outcome> outcome(List<History> histories) {
    return histories.stream().map(History::outcome).max(Outcome::compareTo);
  }

  private static int code(Outcome outcome, List<History> histories) {
    boolean declined = outcome(histories).filter(o -> o == Outcome.FAIL).isPresent();
    return (declined ? ExitCode.FAIL : ExitCode.of(outcome)).number();
  }

  /** What stands against it, in few words; the page has the rest. */
  private static String reason(Verdict verdict, List<History> histories) {
    List<String> reasons = new ArrayList<>();
    if (verdict.outcome() != Outcome.PASS) {
      reasons.addAll(verdict.run().environment().violations());
      verdict.findings().stream()
          .filter(finding -> finding.outcome() != Outcome.PASS)
          .map(NightlyJob::subject)
          .distinct()
          .forEach(reasons::add);
    }
    histories.stream()
        .filter(history -> history.outcome() == Outcome.FAIL)
        .map(history -> "history of " + history.series().metric() + ", " + history.series().arm())
        .forEach(reasons::add);
    return String.join("; ", reasons).replace('\n', ' ');
  }

  private static String subject(Finding finding) {
    return finding.requirement().metric().key() + " of " + finding.arm();
  }
}

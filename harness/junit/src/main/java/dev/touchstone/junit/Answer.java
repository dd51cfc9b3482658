package dev.touchstone.junit;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.reports.Conditions;
import dev.touchstone.reports.FindingWords;
import dev.touchstone.scenarios.problem.Location;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.opentest4j.AssertionFailedError;

/**
 * One finding as the result of a test.
 *
 * @param verdict that it belongs to
 * @param finding the answer to one requirement
 * @param report the page to open
 * @param undecided what becomes of INCONCLUSIVE and INVALID
 */
record Answer(Verdict verdict, Finding finding, Path report, Undecided undecided) {

  /** The answers for one candidate, in the order of the verdict. */
  static List<Answer> of(Verdict verdict, String candidate, Path report, Undecided undecided) {
    return verdict.findings().stream()
        .filter(finding -> finding.arm().equals(candidate))
        .map(finding -> new Answer(verdict, finding, report, undecided))
        .toList();
  }

  /** A FAIL fails; of INCONCLUSIVE and INVALID nothing is known that is bad or good. */
  TestExecutionResult result() {
    Conditions conditions = Conditions.of(verdict);
    if (conditions.outcome() == Outcome.INVALID && finding.outcome() != Outcome.INVALID) {
      return undecided.result(
          "INVALID, as the whole run: "
              + String.join(" ", conditions.reasons())
              + "\nOtherwise this would be "
              + finding.outcome()
              + ": "
              + text(),
          line());
    }
    return switch (finding.outcome()) {
      case PASS -> TestExecutionResult.successful();
      case FAIL -> TestExecutionResult.failed(failure());
      case INCONCLUSIVE, INVALID -> undecided.result(finding.outcome() + ": " + text(), line());
    };
  }

  private Throwable failure() {
    FindingWords words = new FindingWords(finding);
    AssertionFailedError error = new AssertionFailedError(text(), words.limit(), measured(words));
    error.setStackTrace(new StackTraceElement[] {line()});
    return error;
  }

  /** Where and what was found, what is allowed, why, and where the evidence is. */
  private String text() {
    FindingWords words = new FindingWords(finding);
    return finding.requirement().location()
        + ": "
        + FindingWords.subject(finding.requirement())
        + (finding.slice().isEmpty() ? "" : " [" + finding.slice() + "]")
        + " of "
        + finding.arm()
        + ": value "
        + measured(words)
        + ", limit "
        + words.limit()
        + "\n"
        + finding.reason()
        + "\nevidence: "
        + report;
  }

  private String measured(FindingWords words) {
    String against = finding.baseline().isPresent() ? " against " + words.baseline() : "";
    return words.value()
        + against
        + ", "
        + words.kindOfEvidence()
        + " "
        + words.evidence()
        + (finding.loss().isPresent() ? " at " + words.confidence() : "");
  }

  /** Java's own trace would lead into the engine; this one leads to the requirement. */
  private StackTraceElement line() {
    Location location = finding.requirement().location();
    String file = String.valueOf(Path.of(location.file()).getFileName());
    return new StackTraceElement(
        verdict.run().scenarioName(), finding.arm(), file, location.line());
  }

  /** What tools keep beside the result. */
  ReportEntry entry() {
    FindingWords words = new FindingWords(finding);
    Map<String, String> entry = new LinkedHashMap<>();
    entry.put("touchstone.outcome", finding.outcome().name());
    entry.put("touchstone.value", words.value());
    entry.put("touchstone.baseline", words.baseline());
    entry.put("touchstone." + words.kindOfEvidence(), words.evidence());
    entry.put("touchstone.confidence", words.confidence());
    entry.put("touchstone.limit", words.limit());
    entry.put("touchstone.n", Long.toString(finding.n()));
    entry.put("touchstone.report", report.toString());
    return ReportEntry.from(entry);
  }
}

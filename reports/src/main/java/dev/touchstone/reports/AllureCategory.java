package dev.touchstone.reports;

import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.scenarios.Rule;
import io.qameta.allure.model.Status;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why a test case did not pass, as a team sorts its work: who has to look at it. The trace of a
 * test case begins with the category's title, by which Allure finds it.
 */
enum AllureCategory {
  /** For who made the candidate: it lost something. */
  REGRESSION("Regression: worse than a baseline", Status.FAILED),
  /** For who chose the recipe. */
  DID_NOT_PAY("Compression did not pay", Status.FAILED),
  /** For who plans the device. */
  BEYOND_LIMIT("Beyond a fixed limit", Status.FAILED),
  /** For who made the candidate: it is no model that runs. */
  UNFIT("The candidate could not be made or run", Status.FAILED),
  /** For who runs the machine: a process died, whatever it was doing. */
  INFRASTRUCTURE("Infrastructure: a worker died or hung", Status.BROKEN),
  /** For who runs the machine. */
  INVALID("Run invalid: conditions not met", Status.BROKEN),
  /** For who collects data: the reason says how many samples are missing. */
  INSUFFICIENT("Insufficient data: more labelled samples needed", Status.SKIPPED),
  /** For who may run it again. */
  INCONCLUSIVE("Inconclusive: more evidence needed", Status.SKIPPED);

  private static final Set<Fault.Kind> DIED =
      EnumSet.of(
          Fault.Kind.CRASHED, Fault.Kind.KILLED, Fault.Kind.OUT_OF_MEMORY, Fault.Kind.TIMED_OUT);

  private final String title;
  private final Status status;

  AllureCategory(String title, Status status) {
    this.title = title;
    this.status = status;
  }

  /** What Allure shows. */
  String title() {
    return title;
  }

  /** The category of a finding that is no PASS. */
  static AllureCategory of(Finding finding, RunResult run) {
    if (finding.outcome() == Outcome.INCONCLUSIVE) {
      return finding.reason().startsWith(INSUFFICIENT.name()) ? INSUFFICIENT : INCONCLUSIVE;
    }
    if (finding.outcome() == Outcome.INVALID) {
      boolean died =
          run.faults().stream()
              .anyMatch(f -> f.arm().equals(finding.arm()) && DIED.contains(f.kind()));
      return died ? INFRASTRUCTURE : INVALID;
    }
    if (finding.value().isEmpty()) {
      return UNFIT;
    }
    Rule rule = finding.requirement().rule();
    if (rule instanceof Rule.Against) {
      return REGRESSION;
    }
    return rule instanceof Rule.GainAtLeast ? DID_NOT_PAY : BEYOND_LIMIT;
  }

  /** The category of a run that is invalid as a whole. */
  static AllureCategory of(RunResult run) {
    boolean died = run.faults().stream().anyMatch(f -> DIED.contains(f.kind()));
    return died && run.environment().violations().isEmpty() ? INFRASTRUCTURE : INVALID;
  }

  /** The file by which Allure sorts test cases. */
  static String json() {
    return Arrays.stream(values())
        .map(
            c ->
                "  {\"name\": \"%s\", \"matchedStatuses\": [\"%s\"], \"traceRegex\": \"%s.*\"}"
                    .formatted(c.title, c.status.value(), c.title))
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }
}

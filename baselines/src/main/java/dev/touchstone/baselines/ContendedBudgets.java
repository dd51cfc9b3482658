package dev.touchstone.baselines;

import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Rule;
import java.util.List;

/**
 * Doubts limits on time that were broken on a contended machine.
 *
 * <p>Comparisons are paired and hold on a busy machine; a time by itself does not: other work makes
 * it longer, never shorter. A limit that was kept in spite of it is kept. A limit that was broken
 * says nothing about the model, so the answer is INVALID and not FAIL.
 */
final class ContendedBudgets {

  private ContendedBudgets() {}

  static List<Finding> doubt(List<Finding> findings, RunResult run) {
    String cause = run.environment().facts().get(Environment.CONTENDED);
    return cause == null ? findings : findings.stream().map(f -> doubt(f, cause)).toList();
  }

  private static Finding doubt(Finding f, String cause) {
    Rule rule = f.requirement().rule();
    boolean limit = rule instanceof Rule.AtMost || rule instanceof Rule.AtLeast;
    boolean measured = f.estimate().isPresent(); // a crash stays a FAIL
    if (!limit || !measured || f.outcome() != Outcome.FAIL || !isTime(f.requirement().metric())) {
      return f;
    }
    return f.with(
        Outcome.INVALID,
        f.reason()
            + " But "
            + cause
            + ": on a contended machine a time above its limit does not blame the model. Quiet the"
            + " machine and run again.");
  }

  private static boolean isTime(Metric metric) {
    return metric == Metric.THROUGHPUT
        || metric.isColdStart()
        || metric.key().startsWith("latency.");
  }
}

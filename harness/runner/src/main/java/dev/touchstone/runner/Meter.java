package dev.touchstone.runner;

import dev.touchstone.runner.plan.Phase;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.scenarios.Progress;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what is done of each part of a run, and tells. Quality counts samples, all else trials.
 */
final class Meter {

  private final Progress progress;
  private final Map<Phase, Long> totals = new EnumMap<>(Phase.class);
  private final Map<Phase, Long> done = new EnumMap<>(Phase.class);
  private final int samples;

  Meter(Plan plan, int samples, Progress progress) {
    this.progress = progress;
    this.samples = samples;
    for (Phase phase : Phase.values()) {
      totals.put(phase, (long) plan.of(phase).size() * units(phase));
      done.put(phase, 0L);
    }
  }

  private int units(Phase phase) {
    return phase == Phase.QUALITY ? samples : 1;
  }

  /** Tells where a part stands, before one of its trials begins. */
  void begins(Phase phase) {
    tell(phase);
  }

  /** One whole trial is over, or left out. */
  void over(Phase phase) {
    advance(phase, units(phase));
  }

  /** A part whose length is not known from the start stands at so many of so many. */
  void stands(Phase phase, long count, long total) {
    done.put(phase, count);
    totals.put(phase, total);
    tell(phase);
  }

  /** Something was found out on the way. */
  void says(Phase phase, String line) {
    progress.says(phase.title(), line);
  }

  /** Some units of a trial are over. */
  void advance(Phase phase, long count) {
    done.merge(phase, count, Long::sum);
    tell(phase);
  }

  private void tell(Phase phase) {
    long total = totals.getOrDefault(phase, 0L);
    progress.at(phase.title(), Math.min(total, done.getOrDefault(phase, 0L)), Math.max(1, total));
  }
}

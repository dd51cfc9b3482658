package dev.touchstone.baselines.history;

import dev.touchstone.baselines.Interval;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One point of a series.
 *
 * @param run the id of the run
 * @param when it started
 * @param value the log ratio of the candidate to the pinned reference, or for shares the loss in
 *     points; positive means worse
 * @param interval of the value, from the pairs of that run alone, if it has pairs
 * @param circumstances what could explain that it differs from the night before: ordered keys and
 *     values of the runtime, the board, the candidate and how it was made
 */
public record Night(
    String run,
    Instant when,
    double value,
    Optional<Interval> interval,
    Map<String, String> circumstances) {

  /** Copies, and rejects a value that is none. */
  public Night {
    circumstances = Collections.unmodifiableMap(new LinkedHashMap<>(circumstances));
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("the value of " + run + " must be finite, was " + value);
    }
  }
}

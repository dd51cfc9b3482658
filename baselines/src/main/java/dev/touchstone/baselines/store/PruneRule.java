package dev.touchstone.baselines.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which run records may go. With both limits only what is beyond both goes; with none, none.
 *
 * @param keep so many of the newest of each scenario and profile stay
 * @param olderThan what is not older stays
 */
public record PruneRule(OptionalInt keep, Optional<Duration> olderThan) {

  /** Rejects numbers that mean nothing. */
  public PruneRule {
    if (keep.orElse(0) < 0 || olderThan.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException(
          "limits must not be negative, were " + keep + ", " + olderThan);
    }
  }

  /**
   * Whether a record may go.
   *
   * @param newer how many of the same scenario and profile are newer
   */
  boolean drops(RunRecord record, int newer, Instant now) {
    boolean limited = keep.isPresent() || olderThan.isPresent();
    boolean beyond = keep.isEmpty() || newer >= keep.getAsInt();
    boolean old = olderThan.isEmpty() || record.started().isBefore(now.minus(olderThan.get()));
    return limited && beyond && old;
  }
}

package dev.touchstone.baselines.store;

import java.time.Instant;

/**
 * Somebody's decision that the level of a series is accepted as it is.
 *
 * @param at when
 * @param run the id of the latest run that the decision covers
 * @param metric the key of the metric
 * @param arm the candidate's name
 * @param because why
 */
public record Acknowledgement(Instant at, String run, String metric, String arm, String because) {

  /** Rejects a decision without a reason. */
  public Acknowledgement {
    if (because.isBlank()) {
      throw new IllegalArgumentException("an acknowledgement needs a reason");
    }
  }
}

package dev.touchstone.baselines.history;

import dev.touchstone.scenarios.Loss;
import java.time.Instant;
import java.util.List;

/**
 * A metric of a candidate from night to night.
 *
 * @param subject what it is of, for people: scenario, profile, candidate
 * @param metric the metric's key
 * @param arm the candidate's name
 * @param scale relative for log ratios, points for differences of shares
 * @param kind whether values scatter
 * @param nights oldest first, all on the scale of one reference
 * @param leftOut runs that say nothing here
 * @param notes what a reader must know, one sentence each
 */
public record Series(
    String subject,
    String metric,
    String arm,
    Loss.Scale scale,
    Kind kind,
    List<Night> nights,
    List<LeftOut> leftOut,
    List<String> notes) {

  /** Whether the same model gives the same value every night. */
  public enum Kind {
    /** Times, memory, energy: every night differs a little. */
    SCATTERED,
    /** Size and quality: what differs has changed. */
    EXACT
  }

  /**
   * A run that is no night of the series.
   *
   * @param reason a clause, such as {@code it was INVALID}
   */
  public record LeftOut(String run, Instant when, String reason) {}

  /** Copies the lists. */
  public Series {
    nights = List.copyOf(nights);
    leftOut = List.copyOf(leftOut);
    notes = List.copyOf(notes);
  }

  double[] values() {
    return nights.stream().mapToDouble(Night::value).toArray();
  }
}

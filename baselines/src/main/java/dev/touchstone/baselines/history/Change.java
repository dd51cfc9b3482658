package dev.touchstone.baselines.history;

import dev.touchstone.baselines.Interval;
import java.util.List;

/**
 * A night from which a series lies on another level.
 *
 * @param night index of the first night of the new level
 * @param before mean of the level before
 * @param after mean of the new level
 * @param size bounds of the shift, in the unit of the values
 * @param standing what it means today
 * @param circumstances what else changed that night, one line each
 */
public record Change(
    int night,
    double before,
    double after,
    Interval size,
    Standing standing,
    List<String> circumstances) {

  /** What a change means today. */
  public enum Standing {
    /** It got worse and still is. */
    OPEN,
    /** It got worse, and somebody accepted that. */
    ACKNOWLEDGED,
    /** It got worse, and later changes took that back. */
    RECOVERED,
    /** It got better. */
    BETTER
  }

  /** Copies the list. */
  public Change {
    circumstances = List.copyOf(circumstances);
  }

  /** By how much; positive means worse. */
  public double shift() {
    return after - before;
  }
}

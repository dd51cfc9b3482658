package dev.touchstone.baselines;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * One slice of the time of a sustained load.
 *
 * @param index counted from 0
 * @param fromNanos since the load's start
 * @param toNanos since the load's start
 * @param histogram wall latencies in nanoseconds of the queries that ended in the slice, 3
 *     significant digits; may be empty
 * @param throttled what held the CPU down meanwhile, one phrase each; empty if nothing did, or
 *     nothing can be known
 */
public record LoadSlice(
    int index, long fromNanos, long toNanos, Histogram histogram, List<String> throttled) {

  /** Copies the list; rejects a slice of no time. */
  public LoadSlice {
    throttled = List.copyOf(throttled);
    if (index < 0 || fromNanos < 0 || toNanos <= fromNanos) {
      throw new IllegalArgumentException(
          "no slice: " + index + " from " + fromNanos + " to " + toNanos + " ns");
    }
  }

  /** Such as {@code time=60-120s}. */
  public String name() {
    return "time=" + seconds(fromNanos) + "-" + seconds(toNanos) + "s";
  }

  private static String seconds(long nanos) {
    double tenths = Math.rint(nanos / 1e8);
    return tenths % 10 == 0 ? String.valueOf((long) tenths / 10) : String.valueOf(tenths / 10);
  }
}

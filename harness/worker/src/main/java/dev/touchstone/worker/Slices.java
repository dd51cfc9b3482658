package dev.touchstone.worker;

import dev.touchstone.worker.protocol.EncodedHistogram;
import dev.touchstone.worker.protocol.Reply;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Cuts a load into slices of time and keeps a histogram of each. Not thread-safe. */
final class Slices {

  private final long sliceNanos;
  private final Histogram current;
  private final List<Reply.Sliced> done = new ArrayList<>();
  private long from;

  /** Slices of a length; nothing is cut if it is {@link Long#MAX_VALUE}. */
  Slices(long sliceNanos) {
    this.sliceNanos = sliceNanos;
    current = new Histogram(LoadRun.SIGNIFICANT_DIGITS);
    current.setAutoResize(true);
    // What is done for the first time takes longest, and later it would stand between queries.
    EncodedHistogram.of(current);
  }

  /**
   * A query is over.
   *
   * @param sinceStart when it ended, since the load's start
   * @param latency wall time in nanoseconds
   */
  void record(long sinceStart, long latency) {
    close(sinceStart);
    current.recordValue(latency);
  }

  /**
   * The load is over. What is left of its time is a slice if it is at least half of one; the last
   * query often ends a little later than the load should.
   */
  List<Reply.Sliced> finish(long sinceStart) {
    close(sinceStart);
    if (sinceStart - from >= sliceNanos / 2) {
      cut(sinceStart);
    }
    return List.copyOf(done);
  }

  private void close(long sinceStart) {
    while (sinceStart - from > sliceNanos) {
      cut(from + sliceNanos);
    }
  }

  private void cut(long to) {
    done.add(new Reply.Sliced(done.size(), from, to, EncodedHistogram.of(current)));
    current.reset();
    from = to;
  }
}

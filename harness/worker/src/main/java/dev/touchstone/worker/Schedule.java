package dev.touchstone.worker;

import dev.touchstone.worker.protocol.Arrival;
import java.util.function.LongSupplier;

/**
 * The instants for which queries are scheduled, looked at as far ahead as a batch may reach.
 * Allocates only when it is made. Not thread-safe.
 */
final class Schedule {

  private final LongSupplier next;
  private final long[] ahead;
  private int head;
  private long origin;

  private Schedule(LongSupplier next, int lookAhead) {
    this.next = next;
    this.ahead = new long[lookAhead];
    for (int i = 0; i < lookAhead; i++) {
      ahead[i] = next.getAsLong();
    }
  }

  /** The schedule of a load; {@link #isScheduled} must hold. */
  static Schedule of(Arrival arrival) {
    int lookAhead = arrival.batching().maxBatch();
    return arrival instanceof Arrival.Burst burst
        ? new Schedule(new Bursts(burst), lookAhead)
        : new Schedule(new Poisson((Arrival.Server) arrival), lookAhead);
  }

  static boolean isScheduled(Arrival arrival) {
    return arrival instanceof Arrival.Server || arrival instanceof Arrival.Burst;
  }

  /** Moves all instants that are still to come by some time. */
  void delay(long nanos) {
    origin += nanos;
  }

  /**
   * When a waiting query was or is due.
   *
   * @param place 0 for the oldest
   */
  long due(int place) {
    return origin + ahead[(head + place) % ahead.length];
  }

  /** The oldest queries are served. */
  void take(int count) {
    for (int i = 0; i < count; i++) {
      ahead[head] = next.getAsLong();
      head = (head + 1) % ahead.length;
    }
  }

  /** The instants of a Poisson process. */
  private static final class Poisson implements LongSupplier {
    private final PoissonArrivals gaps;
    private long at;

    Poisson(Arrival.Server server) {
      gaps = new PoissonArrivals(server.ratePerSecond(), server.seed());
    }

    @Override
    public long getAsLong() {
      at += gaps.nextGapNanos();
      return at;
    }
  }

  /** The same instant for every query of a burst, the first burst at once. */
  private static final class Bursts implements LongSupplier {
    private final Arrival.Burst burst;
    private long issued;

    Bursts(Arrival.Burst burst) {
      this.burst = burst;
    }

    @Override
    public long getAsLong() {
      return issued++ / burst.queries() * burst.everyNanos();
    }
  }
}

package dev.touchstone.worker;

import dev.touchstone.worker.protocol.Stall;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Times single inferences.
 *
 * <p>The wall time runs from just before to just after the run. The CPU time is read outside of
 * that, so it holds two readings of the wall clock and about one of itself more, some 0.1 to 0.5
 * µs.
 */
final class Stopwatch {

  private final NanoClock clock;
  private final CpuClock cpu;
  private final double injectedWork;
  private final boolean stalls;
  private final long stallNanos;
  private final long stallEveryNanos;
  private long nextStall;

  /** Takes times from two clocks, without stalls. */
  Stopwatch(NanoClock clock, CpuClock cpu, double injectedWork) {
    this(clock, cpu, injectedWork, Optional.empty());
  }

  /**
   * Takes times from two clocks.
   *
   * @param injectedWork by which fraction every run is made longer, by spinning; with one thread
   *     its CPU time grows alike, with several by less, because only the calling one spins
   * @param stall pauses that begin one period from now; each holds up what runs when it begins, and
   *     what comes while it lasts
   */
  Stopwatch(NanoClock clock, CpuClock cpu, double injectedWork, Optional<Stall> stall) {
    this.clock = clock;
    this.cpu = cpu;
    this.injectedWork = injectedWork;
    this.stalls = stall.isPresent();
    this.stallNanos = stall.map(Stall::nanos).orElse(0L);
    this.stallEveryNanos = stall.map(Stall::everyNanos).orElse(1L);
    this.nextStall = clock.nanos() + stallEveryNanos;
  }

  /**
   * Takes one time of a run that starts now.
   *
   * @return the wall time
   */
  long time(Inference inference, ObservationLog log) throws InferenceException {
    long cpuStart = cpu.nanos();
    long start = clock.nanos();
    inference.run();
    long wall = lengthen(start) - start;
    log.add(wall, cpu.nanos() - cpuStart);
    return wall;
  }

  /**
   * Takes the times of the oldest queries of a queue, which are served by one run that starts now:
   * each from the instant for which it was scheduled, with its share of the CPU time.
   *
   * @param count of the queries, at least 1
   */
  void timeSince(
      Schedule queue, int count, Inference inference, ObservationLog log, Histogram histogram)
      throws InferenceException {
    long cpuStart = cpu.nanos();
    long start = clock.nanos();
    inference.run();
    long end = lengthen(start);
    long cpuNanos = (cpu.nanos() - cpuStart) / count;
    for (int i = 0; i < count; i++) {
      long wall = end - queue.due(i);
      log.add(wall, cpuNanos);
      histogram.recordValue(wall);
    }
  }

  private long lengthen(long start) {
    long end = clock.nanos();
    if (injectedWork != 0) {
      clock.spinUntil(end + Math.round((end - start) * injectedWork));
      end = clock.nanos();
    }
    return stalls && end - nextStall >= 0 ? stall(start, end) : end;
  }

  private long stall(long start, long end) {
    long until = end;
    while (until - nextStall >= 0) {
      // One that began while nothing ran holds up the run for what was left of it.
      long held = Math.min(stallNanos, nextStall + stallNanos - start);
      until += Math.max(0, held);
      nextStall += stallEveryNanos;
    }
    clock.waitUntil(until);
    return clock.nanos();
  }
}

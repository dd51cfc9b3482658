package dev.touchstone.worker;

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

  /**
   * Takes times from two clocks.
   *
   * @param injectedWork by which fraction every run is made longer, by spinning; with one thread
   *     its CPU time grows alike, with several by less, because only the calling one spins
   */
  Stopwatch(NanoClock clock, CpuClock cpu, double injectedWork) {
    this.clock = clock;
    this.cpu = cpu;
    this.injectedWork = injectedWork;
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
   * Takes one time of a run that was due at an instant and starts now.
   *
   * @return the wall time since that instant
   */
  long timeSince(long due, Inference inference, ObservationLog log) throws InferenceException {
    long cpuStart = cpu.nanos();
    long start = clock.nanos();
    inference.run();
    long wall = lengthen(start) - due;
    log.add(wall, cpu.nanos() - cpuStart);
    return wall;
  }

  private long lengthen(long start) {
    long end = clock.nanos();
    if (injectedWork == 0) {
      return end;
    }
    clock.spinUntil(end + Math.round((end - start) * injectedWork));
    return clock.nanos();
  }
}

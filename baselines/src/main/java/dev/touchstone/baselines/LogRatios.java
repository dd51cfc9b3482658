package dev.touchstone.baselines;

import java.util.Arrays;
import java.util.Optional;

/**
 * The replicates of a comparison in the order in which they were made, each as the log of the ratio
 * of costs, candidate over baseline. A replicate that has no ratio holds NaN and proves nothing.
 */
public final class LogRatios {

  private final double[] wall;
  private final Optional<double[]> cpu;

  private LogRatios(double[] wall, Optional<double[]> cpu) {
    this.wall = wall;
    this.cpu = cpu;
  }

  /** Replicates of one measure: wall time, or memory. */
  public static LogRatios of(double[] wall) {
    return new LogRatios(wall, Optional.empty());
  }

  /**
   * Replicates in both clocks.
   *
   * @param cpu of the same length, from the same replicates
   */
  public static LogRatios of(double[] wall, double[] cpu) {
    if (wall.length != cpu.length) {
      throw new IllegalArgumentException(
          "both clocks need the same replicates, had " + wall.length + " and " + cpu.length);
    }
    return new LogRatios(wall, Optional.of(cpu));
  }

  /** How many replicates. */
  public int size() {
    return wall.length;
  }

  /** Whether CPU time is there, too. */
  public boolean inBothClocks() {
    return cpu.isPresent();
  }

  double[] wall() {
    return wall;
  }

  double[] in(TimeDomain clock) {
    return clock == TimeDomain.WALL ? wall : cpu.orElse(wall);
  }

  /** What wall time has beyond CPU time: the ratio of what the two arms waited. */
  double[] waiting() {
    double[] other = cpu.orElse(wall);
    double[] waiting = new double[wall.length];
    Arrays.setAll(waiting, i -> wall[i] - other[i]);
    return waiting;
  }
}

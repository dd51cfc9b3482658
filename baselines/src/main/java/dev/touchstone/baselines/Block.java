package dev.touchstone.baselines;

import java.util.Arrays;

/**
 * The observations of consecutive iterations of one arm: wall and CPU time of each, in nanoseconds.
 */
public final class Block {

  private final long[] wallNanos;
  private final long[] cpuNanos;

  /**
   * Wraps the observations without copying them.
   *
   * @param cpuNanos of the same length as {@code wallNanos}
   */
  public Block(long[] wallNanos, long[] cpuNanos) {
    if (wallNanos.length != cpuNanos.length || wallNanos.length == 0) {
      throw new IllegalArgumentException(
          "a block needs one CPU time for each wall time and at least one, was given "
              + wallNanos.length
              + " and "
              + cpuNanos.length);
    }
    this.wallNanos = wallNanos;
    this.cpuNanos = cpuNanos;
  }

  /** How many iterations were timed. */
  public int size() {
    return wallNanos.length;
  }

  /** Wall time of one iteration, in nanoseconds. */
  public long wallNanos(int iteration) {
    return wallNanos[iteration];
  }

  /** CPU time of one iteration, in nanoseconds. */
  public long cpuNanos(int iteration) {
    return cpuNanos[iteration];
  }

  /** The observations of this block and then those of another. */
  public Block and(Block next) {
    long[] wall = Arrays.copyOf(wallNanos, size() + next.size());
    long[] cpu = Arrays.copyOf(cpuNanos, size() + next.size());
    System.arraycopy(next.wallNanos, 0, wall, size(), next.size());
    System.arraycopy(next.cpuNanos, 0, cpu, size(), next.size());
    return new Block(wall, cpu);
  }

  /** Wall time of all iterations, in nanoseconds. */
  public long totalWallNanos() {
    return Arrays.stream(wallNanos).sum();
  }

  /** CPU time of all iterations, in nanoseconds. */
  public long totalCpuNanos() {
    return Arrays.stream(cpuNanos).sum();
  }
}

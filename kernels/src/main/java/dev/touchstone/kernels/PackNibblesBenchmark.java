package dev.touchstone.kernels;

import dev.touchstone.recipes.weights.Nibbles;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Packing of 4-bit levels against what the memory can do: the same bytes copied. Scores are bytes
 * read a second. Packing reads n bytes and writes n/2, a copy reads n and writes n; both allocate
 * what they write.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class PackNibblesBenchmark {

  /** Larger than most last-level caches' share of one core. */
  private static final int BYTES = 16 << 20;

  private final byte[] levels = new byte[BYTES];

  /** Draws levels. */
  @Setup
  public void fill() {
    new Random(4).nextBytes(levels);
  }

  /** Two levels to a byte. */
  @Benchmark
  @OperationsPerInvocation(BYTES)
  public byte[] pack() {
    return Nibbles.pack(levels);
  }

  /** The bandwidth to compare with. */
  @Benchmark
  @OperationsPerInvocation(BYTES)
  public byte[] copy() {
    return levels.clone();
  }
}

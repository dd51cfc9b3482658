package dev.touchstone.kernels;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the worker adds to a call of ONNX Runtime: direct buffers in, pinned outputs, and one
 * operator with next to nothing to do. The bare call runs in the JVM as it comes, the other two
 * with the worker's flags.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms8m", "-Xmx8m"})
public class CallOverheadBenchmark {

  private Kernel kernel = Kernel.NOT_OPEN;

  /** Loads the operator. */
  @Setup
  public void open() {
    kernel = Kernel.open(new Operator.Call(), Precision.FLOAT32);
  }

  /** The runtime's own call in a bare loop. */
  @Benchmark
  @Fork(value = 3)
  public void bare() {
    kernel.bare();
  }

  /** The call as the worker makes it. */
  @Benchmark
  public void call() {
    kernel.run();
  }

  /** An iteration of a worker's block: the call, and all readings of both clocks. */
  @Benchmark
  public long timed() {
    return kernel.timed();
  }

  /** Frees the runtime. */
  @TearDown
  public void close() {
    kernel.close();
  }
}

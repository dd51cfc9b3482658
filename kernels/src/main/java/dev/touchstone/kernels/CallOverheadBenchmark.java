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
 * What one call of ONNX Runtime costs as the worker makes it: direct buffers in, pinned outputs,
 * and one operator with next to nothing to do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class CallOverheadBenchmark {

  private Kernel kernel = Kernel.NOT_OPEN;

  /** Loads the operator. */
  @Setup
  public void open() {
    kernel = Kernel.open(new Operator.Call(), Precision.FLOAT32);
  }

  /** One inference. */
  @Benchmark
  public void call() {
    kernel.run();
  }

  /** Frees the runtime. */
  @TearDown
  public void close() {
    kernel.close();
  }
}

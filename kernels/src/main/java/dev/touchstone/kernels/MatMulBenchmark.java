package dev.touchstone.kernels;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A product with a constant matrix in float, and the same after the recipe {@code int8-static}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class MatMulBenchmark {

  /** Rows of the input, columns of the input, columns of the matrix. */
  @Param({"1x256x256", "1x1024x1024", "32x160x160", "64x512x512"})
  public String shape = "";

  /** Numbers that the operator computes in. */
  @Param public Precision precision = Precision.FLOAT32;

  private Kernel kernel = Kernel.NOT_OPEN;

  /** Loads the operator. */
  @Setup
  public void open() {
    kernel = Kernel.open(Operator.MatMul.of(shape), precision);
  }

  /** One inference. */
  @Benchmark
  public void matMul() {
    kernel.run();
  }

  /** Frees the runtime. */
  @TearDown
  public void close() {
    kernel.close();
  }
}

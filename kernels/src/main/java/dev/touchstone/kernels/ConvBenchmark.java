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

/** A convolution in float, and the same after the recipe {@code int8-static}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class ConvBenchmark {

  /** Channels in and out, height and width of the image, height and width of the window. */
  @Param({"16x32x3", "32x32x3", "64x16x3", "64x16x1", "128x8x1"})
  public String shape = "";

  /** Numbers that the operator computes in. */
  @Param public Precision precision = Precision.FLOAT32;

  private Kernel kernel = Kernel.NOT_OPEN;

  /** Loads the operator. */
  @Setup
  public void open() {
    kernel = Kernel.open(Operator.Conv.of(shape), precision);
  }

  /** One inference. */
  @Benchmark
  public void conv() {
    kernel.run();
  }

  /** Frees the runtime. */
  @TearDown
  public void close() {
    kernel.close();
  }
}

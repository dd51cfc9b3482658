package dev.touchstone.kernels;

import dev.touchstone.recipes.calibration.Extremes;
import dev.touchstone.recipes.calibration.RangeFinder;
import dev.touchstone.recipes.onnx.OnnxType;
import dev.touchstone.recipes.quantization.Levels;
import dev.touchstone.scenarios.Step.Calibration;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The loops of calibration and quantization over a million normal numbers, 4 MiB, beside a plain
 * copy of them, which is what memory allows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class CalibrationBenchmark {

  private static final int SIZE = 1 << 20;

  private final float[] values = new float[SIZE];
  private final float[] copied = new float[SIZE];
  private final byte[] levels = new byte[SIZE];
  private final Levels eightBits = new Levels(OnnxType.INT8, -127, 127);
  private final FloatBuffer buffer =
      ByteBuffer.allocateDirect(SIZE * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
  private final RangeFinder histogram = RangeFinder.of(new Calibration.Percentile(0.9999));
  private final RangeFinder entropy = RangeFinder.of(new Calibration.Entropy(2048));
  private final RangeFinder leastSquares = RangeFinder.of(new Calibration.MeanSquaredError());
  private Extremes extremes = new Extremes(0, 0);

  /** Draws the numbers and fills the histograms. */
  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < SIZE; i++) {
      values[i] = (float) random.nextGaussian();
    }
    buffer.put(0, values);
    extremes = Extremes.of(buffer);
    histogram.see(buffer, extremes);
    entropy.see(buffer, extremes);
    leastSquares.see(buffer, extremes);
  }

  /** Reads every number once, and writes it. */
  @Benchmark
  public float[] copy() {
    buffer.get(0, copied);
    return copied;
  }

  /** Smallest and largest number, and whether all are finite: what minmax does. */
  @Benchmark
  public Extremes extremes() {
    return Extremes.of(buffer);
  }

  /** Counts every number in a bin: what percentile, entropy and mse do. */
  @Benchmark
  public RangeFinder histogram() {
    histogram.see(buffer, extremes);
    return histogram;
  }

  /** Rounds every number to a level, as weights are. */
  @Benchmark
  public byte[] quantize() {
    eightBits.round(values, 0.03f, 0, levels, 0, SIZE);
    return levels;
  }

  /** Seeks the threshold of least divergence among 2048 bins. */
  @Benchmark
  public Object entropySearch() {
    return entropy.range();
  }

  /** Seeks the range of least squared error among 8192 bins. */
  @Benchmark
  public Object leastSquaresSearch() {
    return leastSquares.range();
  }
}

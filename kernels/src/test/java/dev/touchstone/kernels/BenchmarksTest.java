package dev.touchstone.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs every benchmark once, so that none rots; what it measures in so short a time means nothing.
 */
class BenchmarksTest {

  @TempDir private Path temporary = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "CallOverheadBenchmark.(bare|call|timed), '', 3",
    "ConvBenchmark.conv, 16x32x3, 2",
    "MatMulBenchmark.matMul, 1x256x256, 2",
    "CalibrationBenchmark.(copy|extremes|histogram|quantize|entropySearch|leastSquaresSearch), '',"
        + " 6",
    "PackNibblesBenchmark.(pack|copy), '', 2"
  })
  void run(String benchmark, String shape, int results) throws Exception {
    assertThat(smoke(benchmark, shape))
        .hasSize(results)
        .allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
  }

  private Collection<RunResult> smoke(String benchmark, String shape) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include("\\." + benchmark + "$")
        .forks(0)
        .warmupIterations(0)
        .measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(10))
        .shouldFailOnError(true)
        .output(temporary.resolve("jmh.txt").toString());
    if (!shape.isEmpty()) {
      options.param("shape", shape);
    }
    return new Runner(options.build()).run();
  }

  @Test
  void operatorsAreQuantizedForReal() throws Exception {
    Operator.Conv conv = Operator.Conv.of("16x8x3");
    Path model = temporary.resolve("conv.onnx");
    conv.model().write(model);

    assertThat(Files.size(model)).isGreaterThan(16 * 16 * 9 * 4);
    try (Kernel kernel = Kernel.open(conv, Precision.INT8_STATIC)) {
      kernel.run();
    }
  }
}

package dev.touchstone.scenarios.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class NoiseTest {

  private static final int DRAWS = 100_000;

  @Test
  void drawsNormalValuesOfMeanZeroAndVarianceOne() {
    Noise noise = new Noise(1, 2);
    double[] values = DoubleStream.generate(noise::gaussian).limit(DRAWS).toArray();
    double mean = DoubleStream.of(values).average().orElseThrow();
    double variance = DoubleStream.of(values).map(v -> v * v).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(0.013)); // four standard deviations
    assertThat(variance).isCloseTo(1, within(0.02));
  }

  @Test
  void drawsUniformValuesInTheirRange() {
    Noise noise = new Noise(1, 2);
    double[] values = DoubleStream.generate(() -> noise.between(2, 6)).limit(DRAWS).toArray();
    assertThat(DoubleStream.of(values).min().orElseThrow()).isBetween(2.0, 2.01);
    assertThat(DoubleStream.of(values).max().orElseThrow()).isBetween(5.99, 6.0);
    assertThat(DoubleStream.of(values).average().orElseThrow()).isCloseTo(4, within(0.02));
  }

  @Test
  void keepsStreamsOfOneSeedApart() {
    assertThat(new Noise(1, 2).bits())
        .isEqualTo(new Noise(1, 2).bits())
        .isNotEqualTo(new Noise(1, 3).bits())
        .isNotEqualTo(new Noise(2, 2).bits());
  }
}

package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # probability, quantile (SciPy 1.17.1, norm.ppf)
          0.5, 0.0
          0.8, 0.8416212335729143
          0.95, 1.6448536269514722
          0.975, 1.959963984540054
          0.99, 2.3263478740408408
          0.995, 2.5758293035489004
          0.999, 3.090232306167813
          1e-06, -4.753424308822899
          1e-20, -9.262340089798409
          """)
  void agreesWithSciPy(double probability, double quantile) {
    assertThat(Normal.quantile(probability)).isCloseTo(quantile, within(1e-12));
    assertThat(Normal.above(-quantile)).isCloseTo(probability, Percentage.withPercentage(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
  void rejectsWhatHasNoQuantile(double probability) {
    assertThatThrownBy(() -> Normal.quantile(probability))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(probability));
  }
}

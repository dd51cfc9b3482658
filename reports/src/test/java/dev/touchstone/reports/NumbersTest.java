package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Interval;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Unit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "1e21, 1000000000000000000000",
    "-0.0, 0",
    "0.9612, 0.9612",
    "1e-9, 0.000000001",
    "Infinity, Infinity",
    "-Infinity, -Infinity",
    "422912, 422912"
  })
  void writesTheShortestDecimalThatGivesTheSameDoubleBack(double value, String expected) {
    assertThat(Numbers.exact(value)).isEqualTo(expected);
    assertThat(Double.parseDouble(Numbers.exact(value)) + 0.0).isEqualTo(value + 0.0);
  }

  @ParameterizedTest
  @CsvSource({"0.003, +0.30 %", "-0.341, −34.1 %", "0, ±0.00 %", "-0.00001, ±0.00 %"})
  void givesAChangeItsSign(double fraction, String expected) {
    assertThat(Numbers.signed(fraction, Loss.Scale.RELATIVE)).isEqualTo(expected);
  }

  @Test
  void showsABoundThatDoesNotExistAsInfinite() {
    Interval interval = new Interval(-0.01, Double.POSITIVE_INFINITY, 0.99);
    assertThat(Numbers.signed(Optional.of(0.02), Optional.of(interval), Loss.Scale.POINTS))
        .isEqualTo("+2.00 pp [−1.00, +∞]");
    assertThat(Numbers.quantity(Double.NEGATIVE_INFINITY, Unit.NANOSECOND)).isEqualTo("−∞");
  }

  @Test
  void givesAConfidenceLevelInPercent() {
    assertThat(Numbers.level(0.999)).isEqualTo("99.9 %");
    assertThat(Numbers.level(0.99)).isEqualTo("99 %");
  }
}

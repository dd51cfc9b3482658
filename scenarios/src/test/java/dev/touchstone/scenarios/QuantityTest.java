package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @CsvSource(
      textBlock =
          """
          0,             NANOSECOND, 0 ns
          640,           NANOSECOND, 640 ns
          1250000,       NANOSECOND, 1.25 ms
          32400,         NANOSECOND, 32.4 us
          999700,        NANOSECOND, 1.00 ms
          99960,         NANOSECOND, 100 us
          7200e9,        NANOSECOND, 7200 s
          1023,          BYTE,       1023 B
          1024,          BYTE,       1.00 KiB
          1048550,       BYTE,       1.00 MiB
          3565158,       BYTE,       3.40 MiB
          40,            PER_SECOND, 40.0 /s
          0.9462,        FRACTION,   94.62 %
          0.0021,        JOULE,      0.00210 J
          9,             COUNT,      9
          0.5,           NUMBER,     0.500
          0.0004,        NUMBER,     0.000400
          -1.5,          NUMBER,     -1.50
          """)
  void rendersWithThreeDigitsAndTheUnitThatSuitsTheSize(double value, Unit unit, String text) {
    assertThat(new Quantity(value, unit)).hasToString(text);
  }

  @Test
  void rejectsWhatIsNotANumber() {
    assertThatThrownBy(() -> new Quantity(Double.NaN, Unit.BYTE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a quantity must be a number, was NaN B");
  }
}

package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityReaderTest {

  private final Problems problems = new Problems();

  private static YamlScalar scalar(String text) {
    return new YamlScalar(text, false, new Location("f.yaml", 1, 1), "x");
  }

  private Optional<Quantity> quantity(String text, Unit unit) {
    return new QuantityReader(problems).quantity(scalar(text), unit, "it");
  }

  @ParameterizedTest(name = "{0} -> {1} {2}")
  @CsvSource(
      textBlock =
          """
          80 ms,      8e7,           NANOSECOND
          80ms,       8e7,           NANOSECOND
          12 us,      12000,         NANOSECOND
          12 µs,      12000,         NANOSECOND
          3 ns,       3,             NANOSECOND
          1.5 s,      1.5e9,         NANOSECOND
          2 min,      1.2e11,        NANOSECOND
          1e-3 s,     1e6,           NANOSECOND
          .5 ms,      5e5,           NANOSECOND
          +1 ms,      1e6,           NANOSECOND
          2 GiB,      2147483648,    BYTE
          512 MiB,    536870912,     BYTE
          36 kB,      36000,         BYTE
          1 TB,       1e12,          BYTE
          100 B,      100,           BYTE
          40 /s,      40,            PER_SECOND
          94 %,       0.94,          FRACTION
          0.94,       0.94,          FRACTION
          0,          0,             FRACTION
          100 %,      1,             FRACTION
          3 J,        3,             JOULE
          250 mJ,     0.25,          JOULE
          30,         30,            COUNT
          0,          0,             COUNT
          0.75,       0.75,          NUMBER
          """)
  void readsANumberWithAUnitOfItsDimension(String text, double value, Unit unit) {
    Quantity read = quantity(text, unit).orElseThrow();

    assertThat(read.unit()).isEqualTo(unit);
    assertThat(read.value()).isCloseTo(value, within(1e-12 * Math.max(1, value)));
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          12       | NANOSECOND | "12" has no unit; write "12 ms" or "12 us"
          12       | BYTE       | "12" has no unit; write "12 MiB" or "12 KiB"
          12       | PER_SECOND | "12" has no unit; write "12 /s"
          1.5      | JOULE      | "1.5" has no unit; write "1.5 mJ" or "1.5 J"
          80 MiB   | NANOSECOND | "80 MiB" is a size in bytes, but it is a time; allowed: ns, us, ms, s, min, h
          80 ms    | BYTE       | "80 ms" is a time, but it is a size in bytes; allowed: B, KiB, kB, MiB, MB, GiB, GB, TiB, TB
          5 %      | NANOSECOND | "5 %" is a share, but it is a time; allowed: ns, us, ms, s, min, h
          5 pp     | FRACTION   | "5 pp" is a difference in percentage points, but it is a share; allowed: %
          1 %      | COUNT      | "1 %" is a share, but it is a count; write a number without a unit
          3 ms     | NUMBER     | "3 ms" is a time, but it is a number in the unit of the labels; write a number without a unit
          80 msec  | NANOSECOND | "80 msec" has the unknown unit "msec"; allowed: ns, us, ms, s, min, h
          2 GIB    | BYTE       | "2 GIB" has the unknown unit "GIB"; allowed: B, KiB, kB, MiB, MB, GiB, GB, TiB, TB; did you mean "GiB"?
          2 Gib    | BYTE       | "2 Gib" has the unknown unit "Gib"; allowed: B, KiB, kB, MiB, MB, GiB, GB, TiB, TB; did you mean "GiB"?
          40 per s | PER_SECOND | "40 per s" has the unknown unit "per s"; allowed: /s
          -80 ms   | NANOSECOND | "-80 ms" is negative, which it never is
          -1       | COUNT      | "-1" is negative, which it never is
          0 ms     | NANOSECOND | "0 ms" is nothing, and it is always more
          0 /s     | PER_SECOND | "0 /s" is nothing, and it is always more
          101 %    | FRACTION   | "101 %" is above 100 %
          94       | FRACTION   | "94" is above 1, and a share is at most 1; write a fraction such as 0.94, or a percentage such as 94 %
          1.5      | COUNT      | "1.5" is not a whole number, and it is a count
          1e9 h    | NANOSECOND | "1e9 h" is too large
          9999 TiB | BYTE       | "9999 TiB" is too large
          1e999 ms | NANOSECOND | "1e999 ms" is not a finite number; write it as a number
          NaN      | NUMBER     | "NaN" is not a finite number; write it as a number
          .inf     | FRACTION   | ".inf" is not a finite number; write it as a number
          -inf ms  | NANOSECOND | "-inf ms" is not a finite number; write it as a number
          fast     | NANOSECOND | "fast" does not begin with a number; write it as a number and its unit
          1,5 ms   | NANOSECOND | "1,5 ms" has the unknown unit ",5 ms"; allowed: ns, us, ms, s, min, h
          """)
  void rejectsWhatIsNoValueOfTheDimension(String text, Unit unit, String message) {
    assertThat(quantity(text, unit)).isEmpty();
    assertThat(problems.sorted())
        .extracting(Problem::toString)
        .containsExactly("f.yaml:1:1: x: " + message);
  }

  @ParameterizedTest(name = "{0} -> {1} {2}")
  @CsvSource({
    "0.5 %, 0.005, RELATIVE",
    "0 %, 0, RELATIVE",
    "300 %, 3, RELATIVE",
    "1 pp, 0.01, POINTS",
    "1pp, 0.01, POINTS"
  })
  void readsALossOnItsScale(String text, double size, Loss.Scale scale) {
    assertThat(new QuantityReader(problems).loss(scalar(text), scale, 10, "it"))
        .contains(new Loss(size, scale));
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1      | POINTS   | "1" has no unit; write "1 pp"
          0.01   | RELATIVE | "0.01" has no unit; write "0.01 %"
          1 %    | POINTS   | "1 %" is relative, and it is compared in percentage points; write "1 pp"
          1 pp   | RELATIVE | "1 pp" is in percentage points, and it is compared by its relative change; write "1 %"
          3 ms   | RELATIVE | "3 ms" has the unit "ms"; allowed: %; a loss of it is written like 0.5 %
          -1 pp  | POINTS   | "-1 pp" is negative; losses and gains are written without a sign
          101 pp | POINTS   | "101 pp" is not possible for it; allowed: up to 100 pp
          nan %  | RELATIVE | "nan %" is not a finite number; write it as a number
          """)
  void rejectsWhatIsNoLossOnItsScale(String text, Loss.Scale scale, String message) {
    assertThat(new QuantityReader(problems).loss(scalar(text), scale, 1, "it")).isEmpty();
    assertThat(problems.sorted())
        .extracting(Problem::toString)
        .containsExactly("f.yaml:1:1: x: " + message);
  }
}

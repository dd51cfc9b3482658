package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {

  @ParameterizedTest
  @CsvSource({"10, 0.5", "40, 0.05", "130, 0.95", "300, 0.001", "257, 0.73"})
  void agreesWithExactArithmetic(int n, double p) {
    Binomial binomial = new Binomial(n, p);
    BigDecimal success = new BigDecimal(p);
    BigDecimal failure = BigDecimal.ONE.subtract(success);
    MathContext digits = new MathContext(60);
    BigInteger ways = BigInteger.ONE;
    BigDecimal sum = BigDecimal.ZERO;
    for (int k = 0; k <= n; k++) {
      BigDecimal term =
          new BigDecimal(ways)
              .multiply(success.pow(k, digits))
              .multiply(failure.pow(n - k, digits), digits);
      double upper = BigDecimal.ONE.subtract(sum).doubleValue();
      sum = sum.add(term, digits);
      assertThat(binomial.exactly(k))
          .isCloseTo(term.doubleValue(), Percentage.withPercentage(1e-9));
      if (sum.doubleValue() < 0.5) {
        assertThat(binomial.atMost(k))
            .isCloseTo(sum.doubleValue(), Percentage.withPercentage(1e-9));
      }
      if (upper > 1e-12 && upper < 0.5) {
        assertThat(binomial.atLeast(k)).isCloseTo(upper, Percentage.withPercentage(1e-6));
      }
      ways = ways.multiply(BigInteger.valueOf(n - k)).divide(BigInteger.valueOf(k + 1L));
    }
  }

  @ParameterizedTest(name = "at most {2} of {0}")
  @CsvSource(
      textBlock =
          """
          # n, p, k, at most k (SciPy 1.17.1, binom.cdf)
          10, 0.5, 3, 0.171875
          130, 0.05, 1, 0.009965551894070482
          6636, 0.001, 1, 0.009995934939779077
          100000, 0.99, 98900, 0.0009117803412452087
          1000, 0.1, 60, 4.378819902862784e-06
          1000000, 0.5, 498000, 3.1804668750394e-05
          """)
  void agreesWithSciPy(long n, double p, long k, double expected) {
    assertThat(new Binomial(n, p).atMost(k)).isCloseTo(expected, Percentage.withPercentage(1e-7));
  }

  @Test
  void agreesWithPublishedTails() {
    // Fagerland, Lydersen and Laake (2017), chapter 2: 13 of 16, twice the upper tail is 0.02127.
    assertThat(2 * new Binomial(16, 0.5).atLeast(13)).isCloseTo(0.02127, within(5e-6));
    // LoadGen needs 459 queries to claim p99 with none over the limit (its h_min for t = 0).
    assertThat(new Binomial(459, 0.01).atMost(0)).isLessThanOrEqualTo(0.01);
    assertThat(new Binomial(458, 0.01).atMost(0)).isGreaterThan(0.01);
  }

  @Test
  void knowsItsEdges() {
    assertThat(new Binomial(0, 0.3).exactly(0)).isEqualTo(1);
    assertThat(new Binomial(5, 0).atMost(0)).isEqualTo(1);
    assertThat(new Binomial(5, 1).atLeast(5)).isEqualTo(1);
    assertThat(new Binomial(5, 1).atMost(4)).isZero();
    assertThat(new Binomial(5, 0.5).atMost(-1)).isZero();
    assertThat(new Binomial(5, 0.5).atLeast(6)).isZero();
    assertThat(new Binomial(5, 0.5).atMost(2)).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void rejectsWhatIsNoProbability() {
    assertThatThrownBy(() -> new Binomial(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}

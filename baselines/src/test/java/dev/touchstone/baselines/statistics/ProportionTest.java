package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProportionTest {

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      textBlock =
          """
          # successes, trials, Clopper-Pearson, Wilson, two-sided 95 %: Newcombe, Statistics in
          # Medicine 17 (1998) 857, table I; the last row Fagerland, Lydersen and Laake, Statistical
          # Analysis of Contingency Tables (2017), chapter 2
          81, 263, 0.2527, 0.3676, 0.2553, 0.3662
          15, 148, 0.0578, 0.1617, 0.0624, 0.1605
          0,  20,  0.0000, 0.1684, 0.0000, 0.1611
          1,  29,  0.0009, 0.1776, 0.0061, 0.1718
          13, 16,  0.5435, 0.9595, 0.5699, 0.9341
          """)
  void agreesWithPublishedIntervals(
      long successes,
      long trials,
      double exactLower,
      double exactUpper,
      double wilsonLower,
      double wilsonUpper) {
    Proportion proportion = new Proportion(successes, trials);

    Bounds exact = proportion.clopperPearson(0.975);
    Bounds wilson = proportion.wilson(0.975);

    assertThat(exact.lower()).isCloseTo(exactLower, within(5e-5));
    assertThat(exact.upper()).isCloseTo(exactUpper, within(5e-5));
    assertThat(wilson.lower()).isCloseTo(wilsonLower, within(5e-5));
    assertThat(wilson.upper()).isCloseTo(wilsonUpper, within(5e-5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9, 0.97})
  void boundsTheTruthAtLeastAtTheirLevelIfExact(double truth) {
    int n = 60;
    double missedBelow = 0;
    double missedAbove = 0;
    Binomial distribution = new Binomial(n, truth);
    for (int k = 0; k <= n; k++) { // every possible outcome, weighed: no simulation needed
      Bounds bounds = new Proportion(k, n).clopperPearson(0.99);
      missedBelow += bounds.lower() > truth ? distribution.exactly(k) : 0;
      missedAbove += bounds.upper() < truth ? distribution.exactly(k) : 0;
    }
    assertThat(missedBelow).isLessThanOrEqualTo(0.01);
    assertThat(missedAbove).isLessThanOrEqualTo(0.01);
  }

  @Test
  void isCertainOfNothingAtTheEnds() {
    assertThat(new Proportion(20, 20).clopperPearson(0.99).upper()).isEqualTo(1);
    assertThat(new Proportion(20, 20).clopperPearson(0.99).lower())
        .isCloseTo(Math.pow(0.01, 1 / 20.0), within(1e-9));
  }

  @Test
  void rejectsAShareOfNothing() {
    assertThatThrownBy(() -> new Proportion(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 of 0 is no proportion");
  }
}

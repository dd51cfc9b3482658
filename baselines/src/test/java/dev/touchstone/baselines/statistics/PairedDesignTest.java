package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedDesignTest {

  private static final double RISK = 0.001;

  /**
   * The design's figures lie on a grid that grows by 12 % a step (9, 5, 6, 8 and 6 steps apart), so
   * each may be up to 12 % above the smallest number; ours are the smallest. At 242 samples the
   * power is 98.6 %, a little less than the 99 % of the others.
   */
  @ParameterizedTest(name = "a loss of {0}: {1} samples")
  @CsvSource(
      textBlock =
          """
          # loss, the design's figure, the smallest number, its power at the design's figure
          0.01, 5805, 5682, 0.9915
          0.02, 2091, 2026, 0.9923
          0.03, 1186, 1154, 0.9920
          0.05, 600,  592,  0.9911
          0.10, 242,  252,  0.9862
          0.20, 123,  110,  0.9967
          """)
  void findsALossAtOnePercentChurn(double loss, long designed, long counted, double power) {
    PairedDesign design = new PairedDesign(0, loss, 0.01);

    assertThat(design.samples(RISK, 0.99)).isEqualTo(counted);
    assertThat(design.power(counted, RISK)).isGreaterThanOrEqualTo(0.99);
    assertThat(design.power(counted - 1, RISK)).isLessThan(0.99);
    assertThat(design.power(designed, RISK)).isCloseTo(power, within(5e-5));
  }

  @ParameterizedTest(name = "{1} found above {0} at churn {2}")
  @CsvSource({"0, 0.05, 0.01", "0.02, 0.08, 0.05", "0, 0.1, 0"})
  void findsItAsOftenInASimulationAsItWasCounted(double allowed, double caught, double churn) {
    PairedDesign design = new PairedDesign(allowed, caught, churn);
    long n = design.samples(RISK, 0.9);
    SplittableRandom random = new SplittableRandom(4);
    int found = 0;
    int runs = 2_000;
    for (int run = 0; run < runs; run++) {
      int c = 0;
      int b = 0;
      for (int i = 0; i < n; i++) {
        double u = random.nextDouble();
        c += u < caught + churn / 2 ? 1 : 0;
        b += u > 1 - churn / 2 ? 1 : 0;
      }
      found += new PairedAnswers(c, b, n).riskOfLossAbove(allowed) <= RISK ? 1 : 0;
    }
    assertThat((double) found / runs).isCloseTo(design.power(n, RISK), within(0.021));
  }

  @Test
  void needsMoreSamplesWhereMoreAnswersChangeAndWhereMoreIsAllowed() {
    long usual = new PairedDesign(0, 0.05, 0.01).samples(RISK, 0.99);

    assertThat(new PairedDesign(0, 0.05, 0.05).samples(RISK, 0.99)).isGreaterThan(usual);
    assertThat(new PairedDesign(0, 0.05, 0).samples(RISK, 0.99)).isLessThan(usual);
    assertThat(new PairedDesign(0.01, 0.05, 0.01).samples(RISK, 0.99)).isGreaterThan(usual);
  }

  @Test
  void approximatesAsThePublishedExampleDoes() {
    // Connor, Biometrics 43 (1987) 207, page 209: shares of 0.45 and 0.05, one-sided 0.05, power
    // 0.9
    assertThat(Math.ceil(new PairedDesign(0, 0.4, 0.1).approximately(0.05, 0.9))).isEqualTo(23);
  }

  @Test
  void takesTheNormalApproximationWhereCountingWouldTakeLong() {
    // (3.0902 sqrt(0.0105) + 2.3263 sqrt(0.0105 - 2.5e-7))^2 / 0.0005^2
    assertThat(new PairedDesign(0, 0.0005, 0.01).samples(RISK, 0.99))
        .isCloseTo(1_232_200L, Percentage.withPercentage(0.1));
    assertThat(new PairedDesign(0, 0.0030, 0.03).samples(RISK, 0.99))
        .isCloseTo(107_560L, Percentage.withPercentage(1));
    assertThat(new PairedDesign(0.02, 0.02 + 1e-12, 0.01).samples(RISK, 0.99)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0.01", "0.05, 0.05, 0.01", "0, 0.5, 0.6", "-0.1, 0.1, 0", "0, NaN, 0"})
  void rejectsWhatCannotBe(double allowed, double caught, double churn) {
    assertThatThrownBy(() -> new PairedDesign(allowed, caught, churn))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no design for a loss of");
  }
}

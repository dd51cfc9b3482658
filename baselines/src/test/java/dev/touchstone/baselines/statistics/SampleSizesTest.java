package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSizesTest {

  @ParameterizedTest(name = "a loss of {0}: {1} samples")
  @CsvSource(
      textBlock =
          """
          # loss, the design figure (its rule is not known), counted by the rule here
          0.01, 5805, 5682
          0.02, 2091, 2026
          0.03, 1186, 1154
          0.05, 600,  592
          0.10, 242,  252
          0.20, 123,  110
          """)
  void findsALossAtOnePercentChurn(double loss, long designed, long counted) {
    long n = SampleSizes.pairedLoss(loss, 0.01, 0.001, 0.99);

    assertThat(n).isEqualTo(counted);
    assertThat((double) n).isCloseTo((double) designed, Percentage.withPercentage(12));
  }

  @Test
  void needsMoreSamplesWhereMoreAnswersChange() {
    assertThat(SampleSizes.pairedLoss(0.05, 0.05, 0.001, 0.99))
        .isGreaterThan(SampleSizes.pairedLoss(0.05, 0.01, 0.001, 0.99))
        .isGreaterThan(SampleSizes.pairedLoss(0.05, 0, 0.001, 0.99));
  }

  @Test
  void asksForEnoughQueriesToDecideEitherWay() {
    long kept = SampleSizes.queriesToDecide(4, 130, 0.95, 0.99);
    assertThat(kept).isGreaterThan(130);
    assertThat(new Binomial(kept, 0.05).atMost(Math.round(kept * 4 / 130.0)))
        .isLessThanOrEqualTo(0.01);

    long broken = SampleSizes.queriesToDecide(9, 130, 0.95, 0.99);
    assertThat(new Binomial(broken, 0.05).atLeast(Math.round(broken * 9 / 130.0)))
        .isLessThanOrEqualTo(0.01);

    assertThat(SampleSizes.queriesToDecide(0, 50, 0.99, 0.99)).isEqualTo(662);
    assertThat(SampleSizes.queriesToDecide(5, 100, 0.95, 0.99)).isEqualTo(Long.MAX_VALUE);
  }
}

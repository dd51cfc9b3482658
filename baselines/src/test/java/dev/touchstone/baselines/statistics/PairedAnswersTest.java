package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedAnswersTest {

  /**
   * Two-sided 95 % intervals of right-to-wrong less wrong-to-right.
   *
   * <p>Bentur: airway hyper-responsiveness, table 1, 1, 7, 12; Cavo: complete response, table 59,
   * 6, 16, 80: the examples of chapter 8 of Fagerland, Lydersen and Laake, Statistical Analysis of
   * Contingency Tables (2017), to four digits as the R package contingencytables by the book's
   * authors prints and tests them. The last row is scoreci.mp of the R package PropCIs, an
   * implementation of Tango's interval by others, at 90 %.
   */
  @ParameterizedTest(name = "Tango: {0} and {1} of {2}")
  @CsvSource({
    "1, 7, 21, 0.975, -0.517, -0.026, 0.0005",
    "6, 16, 161, 0.975, -0.1240, -0.0054, 0.00005",
    "28, 25, 618, 0.95, -0.0148, 0.0247, 0.00005"
  })
  void agreesWithPublishedIntervalsByTango(
      long c, long b, long n, double level, double lower, double upper, double digits) {
    Bounds bounds = new PairedAnswers(c, b, n).tango(level);

    assertThat(bounds.lower()).isCloseTo(lower, within(digits));
    assertThat(bounds.upper()).isCloseTo(upper, within(digits));
  }

  @Test
  void agreesWithThePublishedIntervalByBonettAndPrice() {
    PairedAnswers cavo = new PairedAnswers(6, 16, 161);

    assertThat(cavo.loss()).isCloseTo(-0.0621, within(5e-5));
    assertThat(cavo.bonettPrice(0.975).lower()).isCloseTo(-0.1195, within(5e-5));
    assertThat(cavo.bonettPrice(0.975).upper()).isCloseTo(-0.0032, within(5e-5));
  }

  /**
   * Two-sided P, twice ours. Cavo as above; sputum: two media for culturing tuberculosis, Armitage
   * and Berry, Statistical Methods in Medical Research (1994), page 127; Bentur by hand: 2 (1 + 8)
   * / 2^8.
   */
  @ParameterizedTest(name = "McNemar: {0} against {1} of {2}")
  @CsvSource({
    "16, 6, 161, 0.052479, 0.0000005",
    "12, 2, 50, 0.0129, 0.00005",
    "7, 1, 21, 0.0703125, 1e-12"
  })
  void agreesWithPublishedExactTestsByMcNemar(long c, long b, long n, double both, double digits) {
    assertThat(2 * new PairedAnswers(c, b, n).mcNemar()).isCloseTo(both, within(digits));
  }

  @ParameterizedTest
  @CsvSource({"1, 7, 21", "0, 0, 50", "3, 0, 200", "0, 4, 30", "25, 10, 600", "57, 40, 10000"})
  void agreesWithTangosTestWorkedOutByMaximumLikelihood(long c, long b, long n) {
    PairedAnswers answers = new PairedAnswers(c, b, n);
    Bounds bounds = answers.tango(0.99);
    double z = Normal.quantile(0.99);

    assertThat(scoreByLikelihood(c, b, n, bounds.lower())).isCloseTo(z, within(1e-3));
    assertThat(scoreByLikelihood(c, b, n, bounds.upper())).isCloseTo(-z, within(1e-3));
  }

  /** The statistic with the nuisance share found by golden search on the likelihood itself. */
  private static double scoreByLikelihood(long c, long b, long n, double loss) {
    double low = Math.max(0, -loss);
    double high = (1 - loss) / 2;
    double golden = (Math.sqrt(5) - 1) / 2;
    for (int i = 0; i < 300; i++) {
      double left = high - golden * (high - low);
      double right = low + golden * (high - low);
      if (likelihood(c, b, n, loss, left) > likelihood(c, b, n, loss, right)) {
        high = right;
      } else {
        low = left;
      }
    }
    double better = (low + high) / 2;
    return (c - b - n * loss) / Math.sqrt(n * (2 * better + loss * (1 - loss)));
  }

  private static double likelihood(long c, long b, long n, double loss, double better) {
    return term(c, better + loss) + term(b, better) + term(n - c - b, 1 - 2 * better - loss);
  }

  private static double term(long count, double probability) {
    return count == 0 ? 0 : count * Math.log(Math.max(probability, 1e-300));
  }

  @ParameterizedTest(name = "loss {0}, churn {1}, n {2}")
  @CsvSource({"0, 0.01, 600", "0.05, 0.01, 600", "0, 0.05, 200", "0.02, 0.1, 2000"})
  void boundsTheLossAboutAtTheirLevel(double loss, double churn, int n) {
    Random random = new Random(3);
    int runs = 4_000;
    int tangoMissed = 0;
    int waldMissed = 0;
    for (int run = 0; run < runs; run++) {
      int c = 0;
      int b = 0;
      for (int i = 0; i < n; i++) {
        double u = random.nextDouble();
        c += u < loss + churn / 2 ? 1 : 0;
        b += u > 1 - churn / 2 ? 1 : 0;
      }
      PairedAnswers answers = new PairedAnswers(c, b, n);
      tangoMissed += answers.tango(0.99).upper() < loss ? 1 : 0;
      waldMissed += answers.bonettPrice(0.99).lower() > loss ? 1 : 0;
    }
    assertThat((double) tangoMissed / runs).isLessThan(0.01 + 0.006);
    assertThat((double) waldMissed / runs).isLessThan(0.01 + 0.006);
  }

  @Test
  void claimsNoLossWhereNothingChanged() {
    PairedAnswers same = new PairedAnswers(0, 0, 1000);

    assertThat(same.mcNemar()).isEqualTo(1);
    assertThat(same.riskOfLossAbove(0)).isEqualTo(1);
    assertThat(same.bonettPrice(0.999).lower()).isNegative();
    assertThat(same.tango(0.99).upper()).isCloseTo(5.4119 / 1005.4119, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"20, 1, 500", "14, 0, 200", "60, 30, 5000", "9, 0, 100"})
  void claimsALossOnlyIfBothTestsDo(long c, long b, long n) {
    PairedAnswers answers = new PairedAnswers(c, b, n);
    for (double risk : new double[] {0.05, 0.01, 0.001}) {
      boolean both = answers.mcNemar() <= risk && answers.bonettPrice(1 - risk).lower() > 0;
      assertThat(answers.riskOfLossAbove(0) <= risk).isEqualTo(both);
    }
  }

  @Test
  void rejectsMoreChangesThanSamples() {
    assertThatThrownBy(() -> new PairedAnswers(3, 3, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 and 3 changes of 5 samples cannot be");
  }
}

package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.baselines.statistics.Holm;
import dev.touchstone.baselines.statistics.PairedAnswers;
import dev.touchstone.baselines.statistics.Resampling;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often quality gates cry wolf, on invented answers of two models that are equally good; the
 * figures of {@code docs/quality.md}.
 */
class QualitySimulationTest {

  private static final double RISK = 0.001;
  private static final double FAMILY = 0.01;
  private static final int SLICES = 12;
  private static final int N = 100;

  private final SplittableRandom random = new SplittableRandom(12);

  /** Answers that change in either direction equally often. */
  private PairedAnswers equallyGood(int n, double churn) {
    int c = 0;
    int b = 0;
    for (int i = 0; i < n; i++) {
      double u = random.nextDouble();
      c += u < churn / 2 ? 1 : 0;
      b += u > 1 - churn / 2 ? 1 : 0;
    }
    return new PairedAnswers(c, b, n);
  }

  @ParameterizedTest(name = "churn {0}: by the point {1}, by a gate of 12 slices {2}")
  @CsvSource(
      textBlock =
          """
          # churn, "the slice fell by a point", at least one of 12 slices FAILs
          0.01, 0.267, 0
          0.03, 0.378, 0
          0.10, 0.438, 0.002
          0.30, 0.464, 0.01
          """)
  void failsHardlyEverWhereAPointOfDifferenceAlarmsInAThirdOfSlices(
      double churn, double naive, double most) {
    int runs = 10_000;
    int fell = 0;
    int failed = 0;
    for (int run = 0; run < runs; run++) {
      double[] risks = new double[SLICES];
      for (int slice = 0; slice < SLICES; slice++) {
        PairedAnswers answers = equallyGood(N, churn);
        fell += answers.loss() >= 0.01 ? 1 : 0;
        risks[slice] = answers.riskOfLossAbove(0);
      }
      double[] adjusted = Holm.adjusted(risks);
      boolean any = false;
      for (int slice = 0; slice < SLICES; slice++) {
        any |= risks[slice] <= RISK && adjusted[slice] <= FAMILY;
      }
      failed += any ? 1 : 0;
    }
    assertThat((double) fell / (runs * SLICES)).isCloseTo(naive, within(0.006));
    assertThat((double) failed / runs).isLessThanOrEqualTo(most);
  }

  /** Twenty frames of a video go right and wrong together: forty videos are forty, not 800. */
  @Test
  void countsClustersWhereFramesWouldAlarmFarTooOften() {
    int runs = 400;
    int byFrame = 0;
    int byCluster = 0;
    for (int run = 0; run < runs; run++) {
      int[] lost = new int[40]; // right to wrong, less wrong to right, in whole videos
      int worse = 0;
      int better = 0;
      for (int video = 0; video < lost.length; video++) {
        double u = random.nextDouble();
        lost[video] = u < 0.15 ? 20 : u > 0.85 ? -20 : 0;
        worse += Math.max(0, lost[video]);
        better += Math.max(0, -lost[video]);
      }
      byFrame += new PairedAnswers(worse, better, 800).riskOfLossAbove(0) <= 0.01 ? 1 : 0;
      double risk =
          new Resampling(run)
              .signFlip(
                  lost.length,
                  Resampling.PERMUTATIONS,
                  exchanged -> {
                    double sum = 0;
                    for (int i = 0; i < exchanged.length; i++) {
                      sum += exchanged[i] ? -lost[i] : lost[i];
                    }
                    return sum;
                  });
      byCluster += risk <= 0.01 ? 1 : 0;
    }
    assertThat((double) byFrame / runs).isGreaterThan(0.2);
    assertThat((double) byCluster / runs).isLessThan(0.01 + 0.015); // three standard errors
  }

  @ParameterizedTest(name = "{0} samples at churn {1} pass below a catch of {2} in {3}")
  @CsvSource({"252, 0.01, 0.10, 0.999", "592, 0.01, 0.05, 0.999", "1154, 0.01, 0.03, 0.999"})
  void passesEqualModelsWithTheSamplesThatCatchNeeds(
      int n, double churn, double caught, double share) {
    int runs = 3_000;
    int passed = 0;
    for (int run = 0; run < runs; run++) {
      passed += equallyGood(n, churn).tango(0.99).upper() < caught ? 1 : 0;
    }
    assertThat((double) passed / runs).isGreaterThanOrEqualTo(share);
  }
}

package dev.touchstone.baselines.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Permutations and bootstraps over paired samples, for metrics that are no mean of samples. Seeded:
 * the same seed gives the same answer.
 */
public final class Resampling {

  /** Draws of a permutation test, one less than a round number since the observed one counts. */
  public static final int PERMUTATIONS = 9_999;

  /** Draws of a bootstrap. */
  public static final int BOOTSTRAPS = 999;

  /**
   * A permutation stops once it has met so many statistics as large as the observed one: from there
   * on the claim is lost, and its risk is known well enough. Source: Besag and Clifford, Biometrika
   * 78 (1991) 301.
   */
  private static final int ENOUGH = 200;

  private final SplittableRandom random;

  /** Starts from a seed. */
  public Resampling(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * The risk of the claim that a paired statistic is above what chance gives: the share of random
   * exchanges between the two models, sample by sample, that give a statistic at least as large.
   *
   * <p>Source: Edgington and Onghena, Randomization Tests (2007), chapter 6; the observed
   * arrangement counts as one draw, so that the risk is never 0 (Phipson and Smyth, Statistical
   * Applications in Genetics and Molecular Biology 9 (2010) 39).
   *
   * @param n units that are exchanged as a whole: samples, or clusters of them
   * @param draws such as {@link #PERMUTATIONS}
   * @param statistic of a mask that says for which samples the two models change places; with no
   *     exchange it is the observed one
   */
  public double signFlip(int n, int draws, ToDoubleFunction<boolean[]> statistic) {
    boolean[] exchanged = new boolean[n];
    double observed = statistic.applyAsDouble(exchanged);
    double threshold = observed - 1e-12 * Math.abs(observed); // sums in another order are as large
    int asLarge = 0;
    for (int draw = 1; draw <= draws; draw++) {
      for (int i = 0; i < n; i++) {
        exchanged[i] = random.nextBoolean();
      }
      if (!(statistic.applyAsDouble(exchanged) < threshold)) {
        asLarge++;
      }
      if (asLarge == ENOUGH) {
        return (double) ENOUGH / draw;
      }
    }
    return (asLarge + 1.0) / (draws + 1.0);
  }

  /**
   * Percentile bounds of a statistic over samples drawn with replacement.
   *
   * <p>Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), section 13.3. Draws
   * for which the statistic is NaN (a class that was not drawn) are left out.
   *
   * @param n units to draw from: samples, or clusters of them
   * @param statistic of the indices drawn, {@code n} of them
   * @param level of each bound, in (0.5, 1)
   */
  public Bounds bootstrap(int n, ToDoubleFunction<int[]> statistic, double level) {
    double[] values = new double[BOOTSTRAPS];
    int[] drawn = new int[n];
    for (int draw = 0; draw < BOOTSTRAPS; draw++) {
      values[draw] = statistic.applyAsDouble(draw(drawn));
    }
    double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    int rank = (int) Math.floor((1 - level) * (known.length + 1) + 1e-9);
    if (rank < 1) {
      return new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    return new Bounds(known[rank - 1], known[known.length - rank]);
  }

  /**
   * The risk of the claim that a statistic is above {@code limit}: the share of samples drawn with
   * replacement that give no more, by the percentile method that {@link #bootstrap} uses too. A
   * draw for which the statistic is NaN counts against the claim, and so does the observed one once
   * (Davison and Hinkley, Bootstrap Methods and their Application (1997), section 4.4).
   *
   * @param n units to draw from
   * @param statistic of the indices drawn, {@code n} of them
   */
  public double riskOfAbove(double limit, int n, ToDoubleFunction<int[]> statistic) {
    int[] drawn = new int[n];
    int notAbove = 0;
    for (int draw = 1; draw <= PERMUTATIONS; draw++) {
      if (!(statistic.applyAsDouble(draw(drawn)) > limit)) {
        notAbove++;
      }
      if (notAbove == ENOUGH) {
        return (double) ENOUGH / draw;
      }
    }
    return (notAbove + 1.0) / (PERMUTATIONS + 1.0);
  }

  private int[] draw(int[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = random.nextInt(into.length);
    }
    return into;
  }
}

package dev.touchstone.baselines.statistics;

/**
 * The binomial distribution: how many of independent trials succeed.
 *
 * <p>Probabilities by the saddle-point form, without the cancellation of large factorials. Source:
 * Loader, Fast and Accurate Computation of Binomial Probabilities (2000). Tails are summed from
 * their largest term outwards, so that a tiny tail keeps its relative accuracy.
 *
 * @param trials at least 0
 * @param probability of success of each trial, in [0, 1]
 */
public record Binomial(long trials, double probability) {

  private static final double HALF_LOG_TWO_PI = 0.9189385332046727;

  /** Rejects a negative number of trials and what is no probability. */
  public Binomial {
    if (trials < 0 || !(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "a binomial needs trials >= 0 and a probability in [0, 1], was "
              + trials
              + " and "
              + probability);
    }
  }

  /** The probability of exactly so many successes. */
  public double exactly(long successes) {
    if (successes < 0 || successes > trials) {
      return 0;
    }
    if (probability == 0 || probability == 1) {
      return successes == (probability == 0 ? 0 : trials) ? 1 : 0;
    }
    if (successes == 0) {
      return Math.exp(trials * Math.log1p(-probability));
    }
    if (successes == trials) {
      return Math.exp(trials * Math.log(probability));
    }
    double k = successes;
    double n = trials;
    double exponent =
        stirlingError(n)
            - stirlingError(k)
            - stirlingError(n - k)
            - deviance(k, n * probability)
            - deviance(n - k, n * (1 - probability));
    return Math.exp(exponent - HALF_LOG_TWO_PI - 0.5 * Math.log(k * (n - k) / n));
  }

  /** The probability of at most so many successes. */
  public double atMost(long successes) {
    if (successes < 0) {
      return 0;
    }
    if (successes >= trials) {
      return 1;
    }
    return successes < trials * probability ? below(successes) : 1 - above(successes + 1);
  }

  /** The probability of at least so many successes. */
  public double atLeast(long successes) {
    if (successes <= 0) {
      return 1;
    }
    if (successes > trials) {
      return 0;
    }
    return successes > trials * probability ? above(successes) : 1 - below(successes - 1);
  }

  private double below(long from) {
    double term = exactly(from);
    double sum = term;
    double odds = (1 - probability) / probability;
    for (long k = from; k > 0 && term > sum * 1e-17; k--) {
      term *= odds * k / (trials - k + 1);
      sum += term;
    }
    return sum;
  }

  private double above(long from) {
    double term = exactly(from);
    double sum = term;
    double odds = probability / (1 - probability);
    for (long k = from; k < trials && term > sum * 1e-17; k++) {
      term *= odds * (trials - k) / (k + 1);
      sum += term;
    }
    return sum;
  }

  /** {@code log n! - log(sqrt(2 pi n) (n/e)^n)}. */
  private static double stirlingError(double n) {
    if (n < 16) {
      double logFactorial = 0;
      for (int i = 2; i <= n; i++) {
        logFactorial += Math.log(i);
      }
      return logFactorial - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI;
    }
    double square = n * n;
    return (1.0 / 12
            - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square)
                / square)
        / n;
  }

  /** {@code x log(x / mean) + mean - x}, without cancellation where x is near the mean. */
  private static double deviance(double x, double mean) {
    double difference = x - mean;
    if (Math.abs(difference) >= 0.1 * (x + mean)) {
      return x * Math.log(x / mean) - difference;
    }
    double v = difference / (x + mean);
    double sum = difference * v;
    double term = 2 * x * v;
    for (int j = 1; j < 1000; j++) {
      term *= v * v;
      double next = sum + term / (2 * j + 1);
      if (next == sum) {
        return next;
      }
      sum = next;
    }
    return sum;
  }
}

package dev.touchstone.baselines.statistics;

/**
 * A share that was observed, and what it says about the share that it was drawn from. Every bound
 * holds by itself at the stated level; both together hold at {@code 1 - 2 (1 - level)}.
 *
 * @param successes from 0 to {@code trials}
 * @param trials at least 1
 */
public record Proportion(long successes, long trials) {

  /** Rejects a share of nothing, and more successes than trials. */
  public Proportion {
    if (trials < 1 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(successes + " of " + trials + " is no proportion");
    }
  }

  /** The share, in [0, 1]. */
  public double estimate() {
    return (double) successes / trials;
  }

  /**
   * Exact bounds: the shares at which so few or so many successes would be as unlikely as the level
   * allows.
   *
   * <p>Source: Clopper and Pearson, Biometrika 26 (1934) 404. Never less than the level, often
   * more.
   *
   * @param level of each bound, in (0, 1)
   */
  public Bounds clopperPearson(double level) {
    double risk = 1 - checked(level);
    double lower =
        successes == 0
            ? 0
            : Bisection.lastTrue(0, 1, p -> new Binomial(trials, p).atLeast(successes) <= risk);
    double upper =
        successes == trials
            ? 1
            : Bisection.lastTrue(0, 1, p -> new Binomial(trials, p).atMost(successes) > risk);
    return new Bounds(lower, upper);
  }

  /**
   * Score bounds, on average at the level.
   *
   * <p>Source: Wilson, Journal of the American Statistical Association 22 (1927) 209; without
   * continuity correction.
   *
   * @param level of each bound, in (0.5, 1)
   */
  public Bounds wilson(double level) {
    double z = Normal.quantile(checked(level));
    double n = trials;
    double p = estimate();
    double center = p + z * z / (2 * n);
    double spread = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    double scale = 1 + z * z / n;
    double lower = successes == 0 ? 0 : (center - spread) / scale;
    double upper = successes == trials ? 1 : (center + spread) / scale;
    return new Bounds(lower, upper);
  }

  private static double checked(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("a level in (0, 1) is needed, was " + level);
    }
    return level;
  }
}

package dev.touchstone.baselines.statistics;

/**
 * The answers of two models to the same samples: the loss is the share of samples that were right
 * before and are wrong now, less the share that went the other way.
 *
 * @param rightToWrong right before, wrong now
 * @param wrongToRight wrong before, right now
 * @param n all samples, also those with no change; at least 1
 */
public record PairedAnswers(long rightToWrong, long wrongToRight, long n) {

  /** Rejects more changes than samples. */
  public PairedAnswers {
    if (n < 1 || rightToWrong < 0 || wrongToRight < 0 || rightToWrong + wrongToRight > n) {
      throw new IllegalArgumentException(
          rightToWrong + " and " + wrongToRight + " changes of " + n + " samples cannot be");
    }
  }

  /** The loss, in [-1, 1]; positive means worse. */
  public double loss() {
    return (double) (rightToWrong - wrongToRight) / n;
  }

  /**
   * The risk of the claim that there is any loss: the probability of at least so many right to
   * wrong among the changes if both directions were equally likely.
   *
   * <p>Source: McNemar, Psychometrika 12 (1947) 153, in the exact conditional form of Fagerland,
   * Lydersen and Laake, BMC Medical Research Methodology 13 (2013) 91; one-sided. 1 if nothing
   * changed.
   */
  public double mcNemar() {
    return new Binomial(rightToWrong + wrongToRight, 0.5).atLeast(rightToWrong);
  }

  /**
   * The risk of the claim that the loss is above {@code allow}, for which two tests must agree: the
   * level at which the Bonett-Price lower bound is {@code allow}, or that of {@link #mcNemar},
   * whichever is larger.
   */
  public double riskOfLossAbove(double allow) {
    double adjusted = n + 2.0;
    double difference = (rightToWrong - wrongToRight) / adjusted;
    double z = (difference - allow) / Math.sqrt(adjustedVariance());
    double wald = Normal.above(z);
    return allow >= 0 ? Math.max(wald, mcNemar()) : wald; // McNemar knows no other hypothesis
  }

  private double adjustedVariance() {
    double adjusted = n + 2.0;
    double worse = (rightToWrong + 1) / adjusted;
    double better = (wrongToRight + 1) / adjusted;
    double difference = worse - better;
    return (worse + better - difference * difference) / adjusted;
  }

  /**
   * Bounds of the loss by the adjusted Wald method, which adds one to each kind of change.
   *
   * <p>Source: Bonett and Price, Journal of Educational and Behavioral Statistics 37 (2012) 479.
   *
   * @param level of each bound, in (0.5, 1)
   */
  public Bounds bonettPrice(double level) {
    double z = Normal.quantile(level);
    double difference = (rightToWrong - wrongToRight) / (n + 2.0);
    double spread = z * Math.sqrt(adjustedVariance());
    return new Bounds(Math.max(-1, difference - spread), Math.min(1, difference + spread));
  }

  /**
   * Bounds of the loss by the score test, good for few changes and small shares.
   *
   * <p>Source: Tango, Statistics in Medicine 17 (1998) 891, equations 8 to 10.
   *
   * @param level of each bound, in (0.5, 1)
   */
  public Bounds tango(double level) {
    double z = Normal.quantile(level);
    double lower =
        rightToWrong - wrongToRight == -n ? -1 : Bisection.lastTrue(-1, loss(), x -> score(x) >= z);
    double upper =
        rightToWrong - wrongToRight == n ? 1 : Bisection.lastTrue(loss(), 1, x -> score(x) > -z);
    return new Bounds(Math.min(lower, loss()), Math.max(upper, loss()));
  }

  /** The score statistic of the hypothesis that the loss is {@code hypothesis}; falls with it. */
  private double score(double hypothesis) {
    double a = 2.0 * n;
    double b = -rightToWrong - wrongToRight + (a - rightToWrong + wrongToRight) * hypothesis;
    double c = -wrongToRight * hypothesis * (1 - hypothesis);
    double better = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
    double variance = n * (2 * better + hypothesis * (1 - hypothesis));
    double difference = rightToWrong - wrongToRight - n * hypothesis;
    if (variance <= 0) {
      return difference == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, difference);
    }
    return difference / Math.sqrt(variance);
  }
}

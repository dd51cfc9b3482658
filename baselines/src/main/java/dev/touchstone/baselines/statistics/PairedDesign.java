package dev.touchstone.baselines.statistics;

/**
 * How many samples two models must answer before a loss of quality is found.
 *
 * @param allowed a loss up to here is none, in [0, 1)
 * @param caught the loss that must be found, in ({@code allowed}, 1)
 * @param churn changes that cancel, as a share of the samples: half of them from right to wrong and
 *     half the other way; in [0, 1 - caught]
 */
public record PairedDesign(double allowed, double caught, double churn) {

  /** From here on counting takes long, and the normal approximation is good to a few percent. */
  private static final long LARGE = 100_000;

  /** Rejects shares that cannot be. */
  public PairedDesign {
    if (!(allowed >= 0 && caught > allowed && caught < 1) || !(churn >= 0 && churn <= 1 - caught)) {
      throw new IllegalArgumentException(
          "no design for a loss of "
              + caught
              + " above "
              + allowed
              + " with churn "
              + churn
              + " in samples");
    }
  }

  /**
   * The fewest samples with which the loss is found with probability {@code power}, when "found"
   * means that both the Bonett-Price lower bound is above what is allowed and the exact McNemar
   * test rejects, at the same risk.
   *
   * <p>Counted exactly: right-to-wrong changes come with probability {@code caught + churn / 2},
   * wrong-to-right changes with {@code churn / 2}, and the power is summed over both. From 100 000
   * samples on by the normal approximation of Connor, Biometrics 43 (1987) 207, which is for no
   * allowed loss; with one, the variance is that of the loss to be found.
   *
   * @param risk of each claim, such as 0.001
   * @param power such as 0.99
   */
  public long samples(double risk, double power) {
    double rough = approximately(risk, power);
    if (rough > LARGE) {
      return rough < Long.MAX_VALUE / 2.0 ? (long) Math.ceil(rough) : Long.MAX_VALUE / 2;
    }
    long high = 16;
    while (power(high, risk) < power) {
      high *= 2;
    }
    long low = high / 2;
    while (low < high) {
      long middle = (low + high) / 2;
      if (power(middle, risk) >= power) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The number by the normal approximation, not rounded. */
  double approximately(double risk, double power) {
    double changes = caught + churn;
    double spread = Math.sqrt(changes - caught * caught);
    double underNone = allowed == 0 ? Math.sqrt(changes) : spread;
    double z = Normal.quantile(1 - risk) * underNone + Normal.quantile(power) * spread;
    return Math.pow(z / (caught - allowed), 2);
  }

  /**
   * The probability that the loss is found with so many samples.
   *
   * @param n at least 1
   * @param risk of each claim
   */
  public double power(long n, double risk) {
    double worse = Math.min(1, caught + churn / 2);
    double better = Math.min(1 - worse, churn / 2);
    Binomial betterCount = new Binomial(n, better);
    double conditional = Math.min(1, worse / (1 - better));
    long most = (long) (n * better + 9 * Math.sqrt(n * better) + 9);
    long critical = 1;
    double sum = 0;
    for (long b = 0; b <= Math.min(n, most); b++) {
      critical = critical(critical, b, n, risk);
      sum += betterCount.exactly(b) * new Binomial(n - b, conditional).atLeast(critical);
    }
    return sum;
  }

  /** The fewest right-to-wrong changes that convince against b others, searched upwards. */
  private long critical(long from, long b, long n, double risk) {
    long c = Math.max(from, b + 1 + (long) (allowed * n));
    while (b + c <= n) {
      PairedAnswers answers = new PairedAnswers(c, b, n);
      if (answers.bonettPrice(1 - risk).lower() > allowed && answers.mcNemar() <= risk) {
        return c;
      }
      c++;
    }
    return n + 1;
  }
}

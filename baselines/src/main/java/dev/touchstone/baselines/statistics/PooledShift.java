package dev.touchstone.baselines.statistics;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * How far the mean of a second group lies above that of a first, if both scatter alike.
 *
 * <p>Student's two-sample t with the pooled variance {@code s² = (SS1 + SS2) / (n1 + n2 - 2)} and
 * the standard error {@code s sqrt(1/n1 + 1/n2)}. Unlike Welch's test it can judge a second group
 * of two or three values, because the first group tells how far values scatter. Source: Student,
 * Biometrika 6 (1908) 1.
 */
public final class PooledShift {

  private final double estimate;
  private final double error;
  private final double spread;
  private final int degrees;

  /**
   * Takes two groups.
   *
   * @param first at least one value, each finite
   * @param second at least one value, each finite; at least three values in both together
   */
  public PooledShift(double[] first, double[] second) {
    if (first.length < 1 || second.length < 1 || first.length + second.length < 3) {
      throw new IllegalArgumentException(
          "two groups of three values together are needed, were "
              + first.length
              + " and "
              + second.length);
    }
    double center = mean(first);
    double other = mean(second);
    degrees = first.length + second.length - 2;
    estimate = other - center;
    spread = Math.sqrt((squares(first, center) + squares(second, other)) / degrees);
    error = spread * Math.sqrt(1.0 / first.length + 1.0 / second.length);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double squares(double[] values, double center) {
    return Arrays.stream(values).map(v -> (v - center) * (v - center)).sum();
  }

  /** The difference of the means, second less first. */
  public double estimate() {
    return estimate;
  }

  /** The pooled standard deviation within the groups. */
  public double spread() {
    return spread;
  }

  /**
   * The risk of the claim that the second mean lies more than {@code value} above the first: the
   * one-sided p-value. Without any scatter it is 0 or 1.
   */
  public double riskOfAbove(double value) {
    double above = estimate - value;
    if (error == 0) {
      return above > 0 ? 0 : 1;
    }
    return new TDistribution(degrees).cumulativeProbability(-above / error);
  }

  /**
   * Bounds of the shift, each at risk {@code alpha}.
   *
   * @param alpha in (0, 0.5)
   */
  public Bounds bounds(double alpha) {
    double reach = error * -new TDistribution(degrees).inverseCumulativeProbability(alpha);
    return new Bounds(estimate - reach, estimate + reach);
  }
}

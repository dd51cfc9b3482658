package dev.touchstone.scenarios.data;

import java.util.List;

/**
 * Arithmetic on every value: {@code ((x - subtract) * multiply - mean[c]) / std[c]} for channel c,
 * in double precision.
 *
 * @param mean one value for all channels, or one for each
 * @param std like {@code mean}; never 0
 */
public record Normalization(double subtract, double multiply, List<Double> mean, List<Double> std) {

  /** Leaves every value as it is. */
  public static final Normalization NONE = new Normalization(0, 1, List.of(0.0), List.of(1.0));

  /** Copies the lists; rejects what is not finite, and a division by zero. */
  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (!Double.isFinite(subtract)
        || !Double.isFinite(multiply)
        || !mean.stream().allMatch(Double::isFinite)
        || !std.stream().allMatch(s -> Double.isFinite(s) && s != 0)) {
      throw new IllegalArgumentException(
          "normalization needs finite numbers and a std that is not 0");
    }
    if (mean.isEmpty() || std.isEmpty()) {
      throw new IllegalArgumentException("mean and std need a value");
    }
    if (mean.size() != std.size() && mean.size() > 1 && std.size() > 1) {
      throw new IllegalArgumentException(
          "mean has " + mean.size() + " channels, std has " + std.size());
    }
  }

  /** How many channels have their own values; 1 if all share them. */
  public int channels() {
    return Math.max(mean.size(), std.size());
  }

  /** Whether every value stays as it is. */
  public boolean isIdentity() {
    return subtract == 0
        && multiply == 1
        && mean.stream().allMatch(m -> m == 0)
        && std.stream().allMatch(s -> s == 1);
  }

  /** Normalizes one value of a channel, counted from 0. */
  public double apply(double value, int channel) {
    double m = mean.get(mean.size() == 1 ? 0 : channel);
    double s = std.get(std.size() == 1 ? 0 : channel);
    return ((value - subtract) * multiply - m) / s;
  }
}

package dev.touchstone.baselines.history;

import java.util.Random;

/** Simulated nights: ratios to a reference that was measured in the same night. */
final class Noise {

  /**
   * How far the ratio of a model to itself lies apart from night to night: the Hodges-Lehmann
   * estimate of 20 fork pairs, drawn from recorded traces of identical code with one busy process
   * beside them, has a standard deviation of 0.20 % by CPU time and 0.22 % by wall time.
   */
  static final double NIGHT = 0.0022;

  private Noise() {}

  /** Nights that scatter by chance and lie at 0, normally distributed. */
  static double[] nights(int count, double sd, long seed) {
    Random random = new Random(seed);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = sd * random.nextGaussian();
    }
    return values;
  }

  /** The same with the tails of Student's t with five degrees of freedom. */
  static double[] heavyNights(int count, double sd, long seed) {
    Random random = new Random(seed);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      double squares = 0;
      for (int k = 0; k < 5; k++) {
        double g = random.nextGaussian();
        squares += g * g;
      }
      values[i] = sd * random.nextGaussian() / Math.sqrt(squares / 5) / Math.sqrt(5.0 / 3);
    }
    return values;
  }

  /** Adds a shift to every night from {@code from} on. */
  static double[] shifted(double[] values, int from, double shift) {
    double[] shifted = values.clone();
    for (int i = from; i < shifted.length; i++) {
      shifted[i] += shift;
    }
    return shifted;
  }
}

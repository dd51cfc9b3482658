package dev.touchstone.recipes.calibration;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The range whose 256 levels lie nearest to the values, by mean squared error: a narrower range has
 * finer levels and cuts more values off. Sought on a histogram, first by narrowing both ends alike,
 * then each alone.
 */
final class LeastSquaresRange implements RangeFinder {

  private static final int BINS = 4096;
  private static final int LEVELS = 255;

  /** Ends are sought in steps of this share of the widest range. */
  private static final double STEP = 1.0 / 64;

  /** Narrower than this share of what was seen never pays for 8 bits. */
  private static final double NARROWEST = 12 * STEP;

  private final Histogram histogram = new Histogram(BINS);

  @Override
  public void see(FloatBuffer values, Extremes extremes) {
    histogram.see(values, extremes);
  }

  @Override
  public Range range() {
    Extremes seen = histogram.extremes();
    if (seen.low() == seen.high()) {
      return seen.range();
    }
    Bins bins = Bins.of(histogram);
    double best = Double.POSITIVE_INFINITY;
    double low = 1;
    double high = 1;
    for (double f = 1; f >= NARROWEST; f -= STEP) {
      double error = bins.error(f * seen.low(), f * seen.high());
      if (error < best) {
        best = error;
        low = f;
        high = f;
      }
    }
    for (double f = 1; seen.low() < 0 && f >= NARROWEST; f -= STEP) {
      double error = bins.error(low * seen.low(), f * seen.high());
      if (error < best) {
        best = error;
        high = f;
      }
    }
    for (double f = 1; seen.high() > 0 && f >= NARROWEST; f -= STEP) {
      double error = bins.error(f * seen.low(), high * seen.high());
      if (error < best) {
        best = error;
        low = f;
      }
    }
    return Range.around(low * seen.low(), high * seen.high());
  }

  /** The bins that hold anything. */
  private static final class Bins {

    private final double[] centers;
    private final double[] counts;

    private Bins(double[] centers, double[] counts) {
      this.centers = centers;
      this.counts = counts;
    }

    static Bins of(Histogram histogram) {
      double[] centers = new double[2 * histogram.bins()];
      double[] counts = new double[centers.length];
      int filled = 0;
      for (int bin = -histogram.bins(); bin < histogram.bins(); bin++) {
        if (histogram.countAt(bin) > 0) {
          // what lies next to 0 is mostly 0 itself, as a Relu makes it
          boolean atZero = bin == 0 || bin == -1;
          centers[filled] = atZero ? 0 : (bin + 0.5) * histogram.width();
          counts[filled++] = histogram.countAt(bin);
        }
      }
      return new Bins(Arrays.copyOf(centers, filled), Arrays.copyOf(counts, filled));
    }

    /** Sum of squared distances between the values and their levels. */
    double error(double low, double high) {
      double scale = (high - low) / LEVELS;
      double least = Math.rint(low / scale);
      double most = least + LEVELS;
      double sum = 0;
      for (int i = 0; i < centers.length; i++) {
        double level = Math.rint(centers[i] / scale);
        double gap = centers[i] - Math.max(least, Math.min(most, level)) * scale;
        sum += counts[i] * gap * gap;
      }
      return sum;
    }
  }
}

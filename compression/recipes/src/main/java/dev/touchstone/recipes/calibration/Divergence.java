package dev.touchstone.recipes.calibration;

/**
 * How far a histogram and its quantized form lie apart, by Kullback and Leibler, for each number of
 * bins to keep (Migacz, 8-bit Inference with TensorRT, GTC 2017).
 *
 * <p>For a threshold of n bins the reference P is the first n bins, with everything beyond added to
 * the last; Q is the same bins squeezed into the levels and spread out again, evenly over those of
 * a level's bins that are not empty. All bins of a level share one q, so that their part of the sum
 *
 * <pre>  Σ p · ln(p / q)  =  Σ p · ln p  −  (Σ p) · ln q  </pre>
 *
 * comes from running sums: a threshold costs as many steps as there are levels, and not bins.
 */
final class Divergence {

  /** A bin that only outliers fill has no share in Q: a small one keeps the sum finite. */
  private static final double SMALL = 1e-12;

  private final double[] counts;
  private final int levels;
  private final double[] sums;
  private final double[] products;
  private final int[] filled;
  private final int used;

  Divergence(double[] counts, int levels) {
    this.counts = counts;
    this.levels = levels;
    sums = new double[counts.length + 1];
    products = new double[counts.length + 1];
    filled = new int[counts.length + 1];
    int last = 0;
    for (int i = 0; i < counts.length; i++) {
      sums[i + 1] = sums[i] + counts[i];
      products[i + 1] = products[i] + product(counts[i]);
      filled[i + 1] = filled[i] + (counts[i] > 0 ? 1 : 0);
      last = counts[i] > 0 ? i + 1 : last;
    }
    used = last;
  }

  private static double product(double count) {
    return count > 0 ? count * Math.log(count) : 0;
  }

  /**
   * The number of bins that diverges least; of equal ones the smallest.
   *
   * @param atMostBeyond share of the values that may lie beyond them
   */
  int leastBins(double atMostBeyond) {
    int first = Math.min(levels, used);
    while (first < used && sums[first] < (1 - atMostBeyond) * sums[used]) {
      first++;
    }
    int best = used;
    double least = Double.POSITIVE_INFINITY;
    for (int bins = first; bins <= used; bins++) {
      double divergence = of(bins);
      if (divergence < least) {
        least = divergence;
        best = bins;
      }
    }
    return best;
  }

  /** The divergence for the first so many bins, in nats. */
  double of(int bins) {
    double total = sums[counts.length];
    if (total == 0 || bins == 0) {
      return 0;
    }
    double outliers = total - sums[bins];
    double last = counts[bins - 1];
    double kept = sums[bins];
    // Σ p · ln p, as (Σ c · ln c) / total − ln total; the last bin holds the outliers as well
    double inP = products[bins] - product(last) + product(last + outliers);
    double inQ = 0;
    for (int level = 0; level < levels; level++) {
      int from = (int) ((long) level * bins / levels);
      int to = (int) ((long) (level + 1) * bins / levels);
      double sum = sums[to] - sums[from];
      if (sum > 0) {
        inQ += sum * Math.log(sum / ((filled[to] - filled[from]) * kept));
      }
    }
    if (outliers > 0) {
      int from = (int) ((long) (levels - 1) * bins / levels);
      int full = filled[bins] - filled[from];
      inQ += outliers * Math.log(last > 0 ? (sums[bins] - sums[from]) / (full * kept) : SMALL);
    }
    return (inP - inQ) / total - Math.log(total);
  }
}

package dev.touchstone.baselines.history;

import java.util.Optional;

/**
 * The split of a stretch of nights into two that differ most.
 *
 * <p>For {@code X = values[from .. at)} of {@code n} nights and {@code Y = values[at .. end)} of
 * {@code m}, the divergence is the scaled energy distance
 *
 * <pre>
 *   Q = nm/(n+m) (2/(nm) ΣΣ|x - y| - ΣΣ|x - x'| / C(n,2) - ΣΣ|y - y'| / C(m,2))
 * </pre>
 *
 * <p>and the split maximizes it over {@code at} and {@code end}: {@code end} may lie before the end
 * of the stretch, so that a later change does not blur an earlier one. Source: Matteson and James,
 * Journal of the American Statistical Association 109 (2014) 334, section 2, with exponent 1.
 *
 * @param at the first night of the second part
 * @param end one behind its last night
 * @param divergence Q
 */
record EnergySplit(int at, int end, double divergence) {

  /** One night or two may be a bad night, and a level of their own is soon gone. */
  static final int LEAST = 3;

  /** The better of two, the first of equals. */
  private EnergySplit or(EnergySplit other) {
    return other.divergence > divergence ? other : this;
  }

  /**
   * The best split; empty if there are too few nights, or nothing differs.
   *
   * @param from first night of the stretch
   * @param to one behind its last
   */
  static Optional<EnergySplit> of(double[] values, int from, int to) {
    Distances distances = new Distances(values, from, to);
    EnergySplit best = new EnergySplit(from, to, 0);
    double within = 0;
    for (int at = from + 1; at + LEAST <= to; at++) {
      within += distances.sum(at - 1, from, at - 1);
      if (at - from >= LEAST) {
        best = best.or(best(distances, from, at, to, within));
      }
    }
    return best.divergence > 0 ? Optional.of(best) : Optional.empty();
  }

  /** Grows the second part night by night; its sums grow by that night's distances. */
  private static EnergySplit best(
      Distances distances, int from, int at, int to, double withinFirst) {
    EnergySplit best = new EnergySplit(from, to, 0);
    double n = at - from;
    double first = withinFirst / (n * (n - 1) / 2);
    double between = 0;
    double withinSecond = 0;
    for (int end = at + 1; end <= to; end++) {
      between += distances.sum(end - 1, from, at);
      withinSecond += distances.sum(end - 1, at, end - 1);
      double m = end - at;
      if (m >= LEAST) {
        double distance = 2 / (n * m) * between - first - withinSecond / (m * (m - 1) / 2);
        best = best.or(new EnergySplit(at, end, n * m / (n + m) * distance));
      }
    }
    return best;
  }

  /** Sums of distances from one night to a stretch of others, each found with two look-ups. */
  private static final class Distances {

    private final int from;
    private final double[][] sums;

    Distances(double[] values, int from, int to) {
      this.from = from;
      this.sums = new double[to - from][to - from + 1];
      for (int i = 0; i < to - from; i++) {
        for (int j = 0; j < to - from; j++) {
          sums[i][j + 1] = sums[i][j] + Math.abs(values[from + i] - values[from + j]);
        }
      }
    }

    double sum(int night, int first, int end) {
      return sums[night - from][end - from] - sums[night - from][first - from];
    }
  }
}

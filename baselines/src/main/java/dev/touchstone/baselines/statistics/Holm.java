package dev.touchstone.baselines.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Risks of several claims that are made together.
 *
 * <p>Source: Holm, Scandinavian Journal of Statistics 6 (1979) 65.
 */
public final class Holm {

  private Holm() {}

  /**
   * The risk of each claim, adjusted so that claiming all with an adjusted risk of at most alpha
   * errs anywhere with probability at most alpha, however the claims depend on each other.
   *
   * @param risks each in [0, 1]
   * @return in the order of {@code risks}
   */
  public static double[] adjusted(double... risks) {
    double[] adjusted = new double[risks.length];
    int[] order =
        IntStream.range(0, risks.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> risks[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double running = 0;
    for (int i = 0; i < order.length; i++) {
      running = Math.max(running, Math.min(1, (order.length - i) * risks[order[i]]));
      adjusted[order[i]] = running;
    }
    return adjusted;
  }
}

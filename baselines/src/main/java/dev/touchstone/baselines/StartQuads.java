package dev.touchstone.baselines;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The cold starts of two arms in quads: each arm starts twice in a quad, in an order and its
 * reverse (ABBA), so that a machine which drifts in the course of a quad hits both alike. The quad
 * is the replicate; its starts are not independent of each other.
 */
final class StartQuads {

  private static final int STARTS_OF_AN_ARM = 2;

  private final List<ColdStart> starts;

  StartQuads(List<ColdStart> starts) {
    this.starts = starts;
  }

  /**
   * One log ratio a quad, in their order: half the sum of the logarithms of the candidate's two
   * starts less that of the baseline's. A quad in which a start of either arm is missing, or took
   * no time, is left out.
   */
  List<Double> logRatios(String candidate, String baseline, ToLongFunction<ColdStart> part) {
    Map<Integer, List<ColdStart>> quads = new TreeMap<>();
    starts.forEach(s -> quads.computeIfAbsent(s.quad(), q -> new ArrayList<>()).add(s));
    List<Double> ratios = new ArrayList<>();
    for (List<ColdStart> quad : quads.values()) {
      double ratio = meanLog(quad, candidate, part) - meanLog(quad, baseline, part);
      if (Double.isFinite(ratio)) {
        ratios.add(ratio);
      }
    }
    return ratios;
  }

  /** NaN unless there are two. */
  private static double meanLog(List<ColdStart> quad, String arm, ToLongFunction<ColdStart> part) {
    double[] logs =
        quad.stream()
            .filter(s -> s.arm().equals(arm))
            .mapToDouble(s -> Math.log((double) part.applyAsLong(s)))
            .toArray();
    return logs.length == STARTS_OF_AN_ARM ? (logs[0] + logs[1]) / STARTS_OF_AN_ARM : Double.NaN;
  }
}

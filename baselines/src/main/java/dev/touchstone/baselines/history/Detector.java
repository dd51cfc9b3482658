package dev.touchstone.baselines.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds where a series changes its level: E-divisive in windows, judged by a {@link ShiftRule}.
 *
 * <p>Windows of {@value #WINDOW} nights, each half a window after the one before and the last at
 * the end of the series, are split again and again where the energy distance is largest, as long as
 * the two parts differ by the relaxed rule. What is found in any window is judged by the rule
 * itself between its neighbors; the weakest goes first, until all that are left hold. Source:
 * Matteson and James (2014) for the split, Fleming and others, ICPE (2023) 199 ("Hunter") for
 * windows and weak points.
 *
 * @param rule when two stretches differ
 */
record Detector(ShiftRule rule) {

  /** How many nights are looked at together; older ones say little about the machine of today. */
  static final int WINDOW = 50;

  /** The first night of each new level, in order. */
  List<Integer> changes(double[] values) {
    TreeSet<Integer> found = new TreeSet<>();
    int last = Math.max(0, values.length - WINDOW);
    for (int from = 0; from < last; from += WINDOW / 2) {
      split(values, from, from + WINDOW, found);
    }
    split(values, last, values.length, found);
    return pruned(values, new ArrayList<>(found));
  }

  private void split(double[] values, int from, int to, TreeSet<Integer> found) {
    EnergySplit.of(values, from, to)
        .filter(
            split ->
                rule.relaxed()
                    .isMet(
                        Arrays.copyOfRange(values, from, split.at()),
                        Arrays.copyOfRange(values, split.at(), split.end())))
        .ifPresent(
            split -> {
              found.add(split.at());
              split(values, from, split.at(), found);
              split(values, split.at(), to, found);
            });
  }

  private List<Integer> pruned(double[] values, List<Integer> found) {
    List<Integer> left = found;
    while (true) {
      int weakest = -1;
      double most = 1;
      for (int i = 0; i < left.size(); i++) {
        double excess = rule.excess(before(values, left, i), after(values, left, i));
        if (excess > most) {
          weakest = i;
          most = excess;
        }
      }
      if (weakest < 0) {
        return List.copyOf(left);
      }
      left.remove(weakest);
    }
  }

  /** The nights of the level before a change, the latest {@link #WINDOW} of them. */
  static double[] before(double[] values, List<Integer> changes, int index) {
    int to = changes.get(index);
    int from = index == 0 ? 0 : changes.get(index - 1);
    return Arrays.copyOfRange(values, Math.max(from, to - WINDOW), to);
  }

  /** The nights of the level that a change begins, the first {@link #WINDOW} of them. */
  static double[] after(double[] values, List<Integer> changes, int index) {
    int from = changes.get(index);
    int to = index + 1 == changes.size() ? values.length : changes.get(index + 1);
    return Arrays.copyOfRange(values, from, Math.min(to, from + WINDOW));
  }
}

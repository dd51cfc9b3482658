package dev.touchstone.baselines;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * After how many queries a load is looked at to see whether its limits are decided, planned before
 * the first query.
 *
 * <p>Every look spends half of the risk that is left, and the last one all of it, so that the looks
 * together are wrong with at most 1 % however many of them are taken and whatever made the run
 * stop: by the union bound, without any assumption on how they depend on each other. The numbers of
 * queries double, so that even the last look costs little more than if nobody had looked before.
 *
 * @param planned numbers of queries, ascending; empty for results that know nothing of looks, which
 *     are looked at once, at their end
 */
public record QueryLooks(List<Integer> planned) {

  /** The chance that any look decides wrongly. */
  public static final double RISK = 0.01;

  /** Of a result that knows nothing of looks. */
  public static final QueryLooks AT_THE_END = new QueryLooks(List.of());

  /** Copies the list; rejects numbers that do not grow. */
  public QueryLooks {
    planned = List.copyOf(planned);
    int last = 0;
    for (int n : planned) {
      if (n <= last) {
        throw new IllegalArgumentException("looks need growing numbers of queries: " + planned);
      }
      last = n;
    }
  }

  /**
   * From a first number on twice as many for each next look.
   *
   * @param first at least 1
   * @param most the last look is at no more queries; the only one is at {@code first} if that is
   *     above it
   */
  public static QueryLooks doubling(int first, int most) {
    List<Integer> planned = new ArrayList<>();
    for (long n = first; planned.isEmpty() || n <= most; n *= 2) {
      planned.add((int) n);
    }
    return new QueryLooks(planned);
  }

  /** The next look after so many queries; empty after the last one. */
  public OptionalInt after(int queries) {
    return planned.stream().mapToInt(Integer::intValue).filter(n -> n > queries).findFirst();
  }

  /** The numbers of queries at which looks were taken in a run of so many queries; at least one. */
  List<Integer> taken(int queries) {
    List<Integer> taken = planned.stream().filter(n -> n <= queries).toList();
    return taken.isEmpty() ? List.of(queries) : taken;
  }

  /**
   * The share of the risk that a look may spend.
   *
   * @param look counted from 0
   */
  double share(int look) {
    boolean last = look >= planned.size() - 1;
    return Math.scalb(1.0, last ? -look : -look - 1);
  }

  /** The level of the bounds that hold at every look together with 99 %. */
  double level(int look) {
    return 1 - RISK * share(look);
  }
}

package dev.touchstone.recipes.pruning;

import dev.touchstone.scenarios.PruneStructured.Part;
import dev.touchstone.scenarios.PruneStructured.Rounding;
import dev.touchstone.scenarios.PruneStructured.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Which units go: those of least importance, as many as the ratio and the rounding allow. */
final class Selection {

  /** Of a group's channels this share stays even if the whole model has more important ones. */
  private static final double LEAST_SHARE = 0.1;

  private final Rounding rounding;

  Selection(Rounding rounding) {
    this.rounding = rounding;
  }

  /**
   * A group whose units compete.
   *
   * @param original how many units it had before the first iteration
   * @param importance of each unit
   */
  record Contender(UnitGroup group, int original, List<Double> importance) {

    Contender {
      importance = List.copyOf(importance);
    }
  }

  /**
   * Representative atoms of the units that go.
   *
   * @param ratio share of the original units that shall be gone
   */
  Set<Integer> remove(List<Contender> contenders, double ratio, Scope scope) {
    Map<Contender, Integer> kept = new HashMap<>();
    if (scope == Scope.LOCAL) {
      contenders.forEach(c -> kept.put(c, rounded(c, c.original() * (1 - ratio))));
    } else {
      for (Part part : Part.values()) {
        keepOverall(
            contenders.stream().filter(c -> c.group().part() == part).toList(), ratio, kept);
      }
    }
    Set<Integer> removed = new HashSet<>();
    for (Contender contender : contenders) {
      List<Integer> order = weakestFirst(contender);
      int present = contender.group().units().size();
      order
          .subList(0, present - Math.min(present, kept.getOrDefault(contender, present)))
          .forEach(i -> removed.add(contender.group().units().get(i)));
    }
    return removed;
  }

  /** Ties go to the unit that comes first. */
  private static List<Integer> weakestFirst(Contender contender) {
    List<Double> importance = contender.importance();
    return IntStream.range(0, importance.size())
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> importance.get(i)).thenComparing(i -> i))
        .toList();
  }

  /** A unit of a group. */
  private record Rival(Contender contender, double importance) {}

  private void keepOverall(List<Contender> contenders, double ratio, Map<Contender, Integer> kept) {
    List<Rival> rivals = new ArrayList<>();
    double channels = 0;
    double present = 0;
    for (Contender c : contenders) {
      kept.put(c, c.group().units().size());
      channels += (double) c.original() * c.group().channelsPerUnit();
      present += (double) c.group().units().size() * c.group().channelsPerUnit();
      for (double importance : c.importance()) {
        rivals.add(new Rival(c, importance));
      }
    }
    rivals.sort(Comparator.comparing(Rival::importance));
    double surplus = present - channels * (1 - ratio);
    for (Rival rival : rivals) {
      Contender c = rival.contender();
      int left = kept.getOrDefault(c, 0) - 1;
      double size = c.group().channelsPerUnit();
      boolean enough = left >= Math.max(least(c), c.original() * LEAST_SHARE);
      if (surplus >= size - 1e-9 && enough) {
        kept.put(c, left);
        surplus -= size;
      }
    }
    kept.replaceAll((c, units) -> contenders.contains(c) ? rounded(c, units) : units);
  }

  /** Rounded up to what kernels like, so that never more goes than was asked for. */
  private int rounded(Contender contender, double units) {
    int size = contender.group().channelsPerUnit();
    int multiple = 1;
    if (contender.group().part() != Part.HEADS && rounding.multiple() % size == 0) {
      multiple = rounding.multiple() / size;
    }
    int up = (int) Math.ceil(units / multiple - 1e-9) * multiple;
    return Math.max(up, least(contender));
  }

  private int least(Contender contender) {
    int size = contender.group().channelsPerUnit();
    return contender.group().part() == Part.HEADS
        ? 1
        : Math.max(1, (rounding.least() + size - 1) / size);
  }
}

package dev.touchstone.scenarios.quality;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What slices belong to when they are too small to be judged by themselves: a hairline crack is a
 * crack. A parent may have a parent of its own, and may be a value that samples have, or a name
 * that only groups others.
 *
 * @param byColumn for each slice column, or {@code class}, the parent of each value that has one
 */
public record SliceParents(Map<String, Map<String, String>> byColumn) {

  /** What stands for a column where classes have parents. */
  public static final String OF_CLASSES = "class";

  /** No slice has a parent. */
  public static final SliceParents NONE = new SliceParents(Map.of());

  /** Copies, keeps the order, and rejects values that are above themselves. */
  public SliceParents {
    Map<String, Map<String, String>> copy = new LinkedHashMap<>();
    byColumn.forEach(
        (column, parents) ->
            copy.put(column, Collections.unmodifiableMap(new LinkedHashMap<>(parents))));
    copy.forEach(
        (column, parents) ->
            cycle(parents)
                .ifPresent(
                    values -> {
                      throw new IllegalArgumentException(
                          "the parents of " + column + " run in a circle: " + values);
                    }));
    byColumn = Collections.unmodifiableMap(copy);
  }

  /**
   * Values that are above themselves, from one of them up to itself again; empty if there are none.
   *
   * @param parents the parent of each value that has one
   */
  public static Optional<List<String>> cycle(Map<String, String> parents) {
    for (String start : parents.keySet()) {
      List<String> path = new ArrayList<>(List.of(start));
      Optional<String> next = Optional.ofNullable(parents.get(start));
      while (next.isPresent()) {
        int before = path.indexOf(next.get());
        path.add(next.get());
        if (before >= 0) {
          return Optional.of(List.copyOf(path.subList(before, path.size())));
        }
        next = Optional.ofNullable(parents.get(next.get()));
      }
    }
    return Optional.empty();
  }

  /** What a value belongs to. */
  public Optional<String> parent(String column, String value) {
    return Optional.ofNullable(of(column).get(value));
  }

  /** Every value of a column that others belong to, in the order of the declaration. */
  public Set<String> parents(String column) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(of(column).values()));
  }

  /** Whether a value is {@code above}, or belongs to it however far down. */
  public boolean covers(String column, String above, String value) {
    Optional<String> current = Optional.of(value);
    while (current.isPresent() && !current.get().equals(above)) {
      current = parent(column, current.get());
    }
    return current.isPresent();
  }

  private Map<String, String> of(String column) {
    return byColumn.getOrDefault(column, Map.of());
  }
}

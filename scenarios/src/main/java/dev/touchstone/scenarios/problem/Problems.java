package dev.touchstone.scenarios.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects an author's mistakes, so that one reading finds them all. Not thread-safe.
 *
 * <pre>{@code
 * Problems problems = new Problems();
 * // ... read, adding what is wrong ...
 * problems.throwIfAny();
 * }</pre>
 */
public final class Problems {

  private final Set<Problem> found = new LinkedHashSet<>();
  private final List<String> files = new ArrayList<>();

  /** Starts with none. */
  public Problems() {}

  /**
   * Notes that a file is being read now; mistakes are sorted by file in the order of these calls.
   */
  public void opened(String file) {
    if (!files.contains(file)) {
      files.add(file);
    }
  }

  /** Adds one; the same mistake at the same place counts once. */
  public void add(Problem problem) {
    opened(problem.location().file());
    found.add(problem);
  }

  /** Adds one. */
  public void add(Location location, String message, String hint) {
    add(new Problem(location, message, hint));
  }

  /** Adds all that another reading found. */
  public void addAll(ScenarioException other) {
    other.problems().forEach(this::add);
  }

  /** Whether nothing is wrong so far. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** What is wrong so far: by file in the order of opening, then by line and column. */
  public List<Problem> sorted() {
    return found.stream()
        .sorted(
            Comparator.comparingInt((Problem p) -> files.indexOf(p.location().file()))
                .thenComparingInt(p -> p.location().line())
                .thenComparingInt(p -> p.location().column()))
        .toList();
  }

  /**
   * Ends a reading.
   *
   * @throws ScenarioException with every mistake, if there is one
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ScenarioException(sorted());
    }
  }
}

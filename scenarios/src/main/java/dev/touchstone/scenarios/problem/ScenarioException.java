package dev.touchstone.scenarios.problem;

import java.util.List;
import java.util.stream.Collectors;

/**
 * All the mistakes that were found in what the author wrote; thrown once, with every one of them.
 */
public final class ScenarioException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Collects the mistakes.
   *
   * @param problems at least one
   */
  public ScenarioException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a scenario without problems is no exception");
    }
    this.problems = List.copyOf(problems);
  }

  /** The mistakes in the order of their place in the file. */
  public List<Problem> problems() {
    return problems;
  }
}

package dev.touchstone.scenarios.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {

  private final Problems problems = new Problems();

  @Test
  void throwsNothingWhenNothingIsWrong() {
    problems.opened("a.yaml");

    assertThat(problems.isEmpty()).isTrue();
    assertThatCode(problems::throwIfAny).doesNotThrowAnyException();
  }

  @Test
  void throwsAllSortedByFileInOrderOfOpeningThenByPlace() {
    problems.opened("z.yaml");
    problems.add(new Location("a.yaml", 1, 1), "first of another file", "");
    problems.add(new Location("z.yaml", 9, 2), "late", "");
    problems.add(new Location("z.yaml", 9, 1), "early in the line", "do this");
    problems.add(new Location("z.yaml", 2, 7), "early", "");

    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOf(ScenarioException.class)
        .hasMessage(
            """
            z.yaml:2:7: early
            z.yaml:9:1: early in the line; do this
            z.yaml:9:2: late
            a.yaml:1:1: first of another file""");
  }

  @Test
  void countsTheSameMistakeOnce() {
    Problem twice = new Problem(new Location("a.yaml", 1, 1), "bad", "");
    problems.add(twice);
    problems.addAll(new ScenarioException(List.of(twice)));

    assertThat(problems.sorted()).containsExactly(twice);
  }

  @Test
  void anExceptionWithoutProblemsIsACallersBug() {
    assertThatThrownBy(() -> new ScenarioException(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a scenario without problems is no exception");
  }
}

package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.cli.BisectStep.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BisectSearchTest {

  private final List<String> asked = new ArrayList<>();

  private static List<String> commits(int count) {
    return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
  }

  /** Everything from {@code culprit} on is bad, but for what gives another answer. */
  private BisectSearch.Found run(int count, int culprit, Map<Integer, State> others) {
    return new BisectSearch(commits(count))
        .run(
            commit -> {
              asked.add(commit);
              int number = Integer.parseInt(commit.substring(1));
              return others.getOrDefault(number, number >= culprit ? State.BAD : State.GOOD);
            });
  }

  @Test
  void findsEveryCulpritInAsFewQuestionsAsHalvingNeeds() {
    for (int culprit = 0; culprit < 16; culprit++) {
      asked.clear();
      assertThat(run(16, culprit, Map.of()).culprit()).hasValue("c" + culprit);
      assertThat(asked).hasSizeLessThanOrEqualTo(4).doesNotHaveDuplicates().doesNotContain("c15");
    }
  }

  @Test
  void asksNothingAboutASingleCommit() {
    assertThat(run(1, 0, Map.of()).culprit()).hasValue("c0");
    assertThat(asked).isEmpty();
  }

  @Test
  void goesAroundWhatCannotBeBuilt() {
    Map<Integer, State> broken = Map.of(7, State.BROKEN, 6, State.BROKEN, 8, State.UNDECIDED);
    assertThat(run(16, 11, broken).culprit()).hasValue("c11");
    assertThat(asked).doesNotHaveDuplicates();
  }

  @Test
  void leavesASuspectBesideTheCulpritThatGaveNoAnswer() {
    BisectSearch.Found found = run(8, 4, Map.of(3, State.BROKEN, 4, State.UNDECIDED));
    assertThat(found.culprit()).isEmpty();
    assertThat(found.suspects()).containsExactly("c3", "c4", "c5");
  }

  @Test
  void neverLosesTheCulpritWhateverGivesNoAnswer() {
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      int count = 1 + random.nextInt(20);
      int culprit = random.nextInt(count);
      Map<Integer, State> others = new java.util.HashMap<>();
      random.ints(random.nextInt(6), 0, count).forEach(n -> others.put(n, State.BROKEN));
      others.remove(count - 1);
      assertThat(run(count, culprit, others).suspects()).contains("c" + culprit);
    }
  }
}

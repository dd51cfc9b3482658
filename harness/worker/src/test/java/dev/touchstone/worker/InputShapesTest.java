package dev.touchstone.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputShapesTest {

  @ParameterizedTest(name = "input [{0}], batch {1} -> [{2}], batched {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          N 1 64 64 | 1 | 1 1 64 64 | true
          N 1 64 64 | 8 | 8 1 64 64 | true
          1 49 10 1 | 8 | 1 49 10 1 | false
          N T 80    | 2 | 2 1 80    | true
          2 N 128   | 1 | 2 1 128   | false
          ''        | 1 | ''        | false
          """)
  void givesWhatNothingDecidesTheSizeOne(String declared, long batch, String shape, boolean batched)
      throws Exception {
    Declared input = input("x", declared);

    InputShapes shapes = InputShapes.resolve(List.of(input), Map.of(), batch);

    assertThat(shapes.of(input)).containsExactly(numbers(shape));
    assertThat(shapes.batched()).isEqualTo(batched);
  }

  @ParameterizedTest(name = "input [{0}], sample [{1}], batch {2} -> [{3}], batched {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the batch comes before the sample
          N 1 64 64 | 1 64 64   | 4 | 4 1 64 64 | true
          1 49 10 1 | 49 10 1   | 1 | 1 49 10 1 | false
          N T 80    | 25 80     | 1 | 1 25 80   | true
          N         | ''        | 3 | 3         | true
          # the sample is the whole input
          490       | 490       | 1 | 490       | false
          T 80      | 25 80     | 1 | 25 80     | false
          ''        | ''        | 1 | ''        | false
          # dimensions of one do not move an element
          N 1 64 64 | 64 64     | 2 | 2 1 64 64 | true
          1 49 10 1 | 49 10     | 1 | 1 49 10 1 | false
          N 49 10   | 1 49 10 1 | 1 | 1 49 10   | true
          """)
  void fitsASampleToItsInput(
      String declared, String sample, long batch, String shape, boolean batched) throws Exception {
    Declared input = input("x", declared);

    InputShapes shapes = InputShapes.resolve(List.of(input), Map.of("x", sizes(sample)), batch);

    assertThat(shapes.of(input)).containsExactly(numbers(shape));
    assertThat(shapes.batched()).isEqualTo(batched);
  }

  @ParameterizedTest(name = "input [{0}] does not take a sample of [{1}]")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          N 1 64 64 | 64 65
          N 49 10   | 10 49
          N 490     | 49 10
          N T 80    | 80
          """)
  void refusesASampleWhoseElementsWouldMove(String declared, String sample) {
    assertThatThrownBy(
            () -> InputShapes.resolve(List.of(input("x", declared)), Map.of("x", sizes(sample)), 1))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessage(
            "input \"x\" wants [%s], but a sample has %s",
            declared.replace(" ", ", "), sizes(sample));
  }

  @Test
  void givesTheSameSymbolTheSameSizeInEveryInput() throws Exception {
    Declared tokens = input("tokens", "N T");
    Declared state = input("state", "2 N 128");
    Declared mask = input("mask", "N T");

    InputShapes shapes =
        InputShapes.resolve(List.of(mask, state, tokens), Map.of("tokens", List.of(32L)), 4);

    assertThat(shapes.of(tokens)).containsExactly(4, 32);
    assertThat(shapes.of(mask)).containsExactly(4, 32);
    assertThat(shapes.of(state)).containsExactly(2, 4, 128);
  }

  @ParameterizedTest(name = "output [{0}] of the shape [{1}] is settled: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          N 7   | 1 7  | true
          1 7   | 1 7  | true
          N T 7 | 1 32 7 | true
          N M   | 1 7  | false
          N ?   | 1 7  | false
          N 8   | 1 7  | false
          N     | 1 7  | false
          """)
  void knowsWhetherTheInputsSettleTheSizeOfAnOutput(String declared, String actual, boolean settled)
      throws Exception {
    InputShapes shapes =
        InputShapes.resolve(List.of(input("x", "N T")), Map.of("x", List.of(32L)), 1);

    assertThat(shapes.settle(input("y", declared), numbers(actual))).isEqualTo(settled);
  }

  private static Declared input(String name, String dimensions) {
    String[] words = words(dimensions).toArray(String[]::new);
    long[] sizes =
        Arrays.stream(words).mapToLong(w -> w.matches("\\d+") ? Long.parseLong(w) : -1).toArray();
    String[] symbols =
        Arrays.stream(words).map(w -> w.matches("[\\d?]+") ? "" : w).toArray(String[]::new);
    return Declared.of(name, sizes, symbols);
  }

  private static List<Long> sizes(String text) {
    return words(text).map(Long::valueOf).toList();
  }

  private static long[] numbers(String text) {
    return words(text).mapToLong(Long::parseLong).toArray();
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty());
  }
}
